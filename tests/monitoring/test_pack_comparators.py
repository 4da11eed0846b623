"""Comparators travel with a programme, with their history."""

from typing import Any

import pytest

from accounts.errors import Forbidden
from monitoring.actions import comparators as actions
from monitoring.actions import pack_comparators as pack
from monitoring.selectors import comparators
from stages.actions import pack_export, packs
from stages.actions.pack_errors import PackRefused
from stages.models import Programme
from tests import builders
from tests.monitoring.comparators import fact, project, release, taken

pytestmark = pytest.mark.django_db
AT = builders.MOMENT


def load(programme: Programme, section: Any, **given: Any) -> None:
    pack.load(programme=programme, section=section, **{"by": builders.system(), "at": AT, **given})


def test_comparators_travel_with_every_version_and_removal_and_once() -> None:
    programme, empty = builders.programme(), builders.programme()
    commissioner = builders.member(programme, "commissioner")
    first = taken(programme, by=commissioner, identifier="INDIGO-POJ-0001", filename="a.json")
    actions.remove(comparator=first, reason="Another law", by=commissioner, at=builders.later(days=1))
    taken(programme, project(notes=fact("Seen again.")), identifier="INDIGO-POJ-0001", at=builders.later(days=2))
    taken(programme, release())
    rows = pack.export(programme)
    assert rows is not None
    for _ in range(2):
        load(empty, rows)
    assert pack.export(empty) == rows
    assert [len(row["versions"]) for row in rows] == [2, 1]
    assert rows[0]["versions"][0]["removed"]["reason"] == "Another law"
    assert comparators.search(empty, "0001").get().title == "Steps to Work"
    assert "1022.1" in rows[0]["versions"][0]["document"]


def test_a_whole_pack_with_comparators_is_loaded_elsewhere() -> None:
    programme = builders.programme()
    taken(programme)
    document = pack_export.export(programme=programme, by=builders.system())
    document["programme"]["slug"] = "elsewhere"
    made, _new = packs.load(document=document, by=builders.system(), at=AT)
    assert pack.export(made) == pack.export(programme)


def test_a_programme_without_comparators_has_no_such_section() -> None:
    assert pack.export(builders.programme()) is None


@pytest.mark.parametrize(
    "document",
    ["{", "{}", '{"projects": []}', '{"ocid": "o"}'],
)
def test_what_cannot_be_read_names_its_place(document: str) -> None:
    row = {"number": 1, "standard": "indigo", "versions": [{"document": document}]}
    with pytest.raises(PackRefused, match="comparators/0/versions/0/document"):
        load(builders.programme(), [row])


def test_those_who_keep_no_records_bring_none() -> None:
    programme = builders.programme()
    with pytest.raises(Forbidden):
        load(programme, [], by=builders.member(programme, "analyst"))
