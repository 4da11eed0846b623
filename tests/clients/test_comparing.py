"""A commissioner's system keeps schemes elsewhere, and asks for files of a part of a programme, over HTTP."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import now

from pbrmanager_client import Client, models, problems
from stages.actions import exports
from tests import builders
from tests.clients.conftest import Line
from tests.monitoring.comparators import file, release
from tests.monitoring.domain import test_indigo_workbooks
from tests.outcomes.scheme import Scheme

pytestmark = pytest.mark.django_db(transaction=True)
Connect = Callable[..., Client]


def test_schemes_are_sent_as_json_and_as_a_workbook_read_and_removed(connect: Connect, tmp_path: Path) -> None:
    programme = builders.programme()
    client, slug = connect(builders.member(programme, "commissioner"), Line(lost=1)), programme.slug
    book, package = tmp_path / "project.xlsx", tmp_path / "releases.json"
    book.write_bytes(test_indigo_workbooks.saved(test_indigo_workbooks.filled()))
    later = release(id="release-2", date="2022-01-01T00:00:00Z", contracts=[{"id": "c", "value": {"amount": 1500000}}])
    package.write_bytes(file({"releases": [release(), later]}))
    assert [one.title for path in (book, package) for one in client.send_comparators(slug, path).taken] == [
        "Steps to Work", "Support into work",
    ]  # fmt: skip
    process = client.comparator(slug, 2)
    assert [one.id for one in process.releases] == ["release-1", "release-2"]
    assert [(one.amount.value, one.amount.release) for one in process.money] == [("1500000", "release-2")]
    removed = client.remove_comparator(slug, 2, reason="Another law.", as_read=True)
    assert removed.removed_because == "Another law."
    assert [one.number for one in client.comparators(slug)] == [1]
    with pytest.raises(problems.Problem, match="removed already"):
        client.remove_comparator(slug, 2, reason="Again.")


def test_a_file_is_asked_for_of_a_part_of_the_programme(scheme: Scheme, connect: Connect, tmp_path: Path) -> None:
    client, slug = connect(scheme.user), scheme.programme.slug
    asked = client.ask_export(slug, "claims", "csv", outcome="job_outcome")
    assert asked.filters == models.ExportFilters(outcome="job_outcome")
    assert asked.narrowed_to.startswith("Outcome: ")
    exports.make(export_id=asked.id, at=now())
    assert "claims-job_outcome" in client.fetch_export(slug, asked.id, tmp_path).name
