"""The linter's remarks on the page, and by the command."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from contracts.domain.lint import linter
from tests.contracts import assumed, builders

pytestmark = pytest.mark.django_db


def test_every_remark_is_on_the_page_with_its_reason_and_source(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place)
    client.force_login(place.for_agent)
    url = reverse("contracts:version_lint", args=[place.programme.slug, version.number])
    page = client.get(url).content.decode()
    for check in linter.CHECKS:
        assert escape(check.principle) in page
    assert "Look at the clause" in page
    assert "Nothing is arranged." in page
    assert url in client.get(version.get_absolute_url()).content.decode()


def test_the_command_tells_other_programs_the_same(place: builders.Setting) -> None:
    builders.agreed(place, **{key: value for key, value in assumed.version().items() if key != "title"})
    out = io.StringIO()
    call_command("lint_contract", place.programme.slug, "--json", stdout=out)
    remarks = json.loads(out.getvalue())
    assert len(remarks) == len(linter.CHECKS)
    assert {"principle", "verdict", "why", "evidence"} <= set(remarks[0])
    assert {one["verdict"] for one in remarks} <= {"meets", "look again", "breaks"}
    assert {one["verdict"] for one in remarks if one["code"] == "within_evidence"} == {"meets"}
    words = io.StringIO()
    call_command("lint_contract", place.programme.slug, "--number", "1", stdout=words)
    assert "Few outcomes (Webster" in words.getvalue()


def test_the_command_says_what_is_missing(place: builders.Setting) -> None:
    with pytest.raises(CommandError, match="no programme nowhere"):
        call_command("lint_contract", "nowhere")
    with pytest.raises(CommandError, match="no contract version yet"):
        call_command("lint_contract", place.programme.slug)


def test_an_unfinished_draft_is_looked_at_as_far_as_it_goes(client: Client, place: builders.Setting) -> None:
    version = builders.draft(place, outcomes=[], rules=[], targets=[])
    client.force_login(place.commissioner)
    page = client.get(reverse("contracts:version_lint", args=[place.programme.slug, version.number]))
    assert page.status_code == 200
    assert "No outcome is paid for." in page.content.decode()
