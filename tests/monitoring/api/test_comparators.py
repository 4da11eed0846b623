"""Schemes elsewhere as other systems send and read them."""

import json
from typing import Any

import pytest

from stages.models import Programme
from tests import builders, interface
from tests.monitoring.comparators import fact, project, release, taken
from tests.monitoring.domain import test_indigo_workbooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return builders.programme()


@pytest.fixture
def caller(programme: Programme) -> interface.Caller:
    return interface.system_of(builders.member(programme, "commissioner"))


def address(programme: Programme, rest: str = "") -> str:
    return f"programmes/{programme.slug}/comparators/{rest}"


def test_a_file_is_sent_once_and_read_with_its_facts_and_what_is_not_known(
    programme: Programme, caller: interface.Caller
) -> None:
    where = address(programme, "?identifier=INDIGO-POJ-0001&filename=steps.json")
    sent = caller.post(where, project(), key="k1")
    assert sent.status_code == 201
    (one,) = sent.json()["taken"]
    assert (one["state"], one["number"], one["unknown"], one["faults"]) == ("new", 1, 1, [])
    assert caller.post(where, project(), key="k1").json() == sent.json()
    assert caller.post(where, project(), key="k2").json()["taken"][0]["state"] == "same"
    (listed,) = caller.get(address(programme)).json()["results"]
    assert (listed["identifier"], listed["prices"][0]["amount"], listed["months"]) == (
        "INDIGO-POJ-0001",
        "1022.1",
        "36",
    )
    found = caller.get(address(programme, "1/")).json()
    assert {name: found[name] for name in listed} == listed
    assert found["unknown_fields"] == [{"path": "social_value/score", "value": "7"}]
    assert found["outcomes"][0]["checked_by"] == {
        "value": "Payslips",
        "status": "PUBLIC",
        "sources": ["report"],
        "path": "outcome_metrics/0/outcome_validation_method/value",
        "release": "",
    }
    assert found["payments"][1]["amount"] == "410000.7"
    assert caller.get(address(programme, "2/")).status_code == 404


def test_everything_wrong_is_told_with_its_place(programme: Programme, caller: interface.Caller) -> None:
    bad = project(results="none", dates={"actual_completion_date": fact("soon")})
    sent = caller.post(address(programme), bad)
    assert sent.status_code == 422
    told: Any = sent.json()
    assert [one["field"] for one in told["errors"]] == ["dates/actual_completion_date/value", "results"]
    assert all(one["what_to_do"] for one in told["errors"])
    (one,) = caller.post(address(programme, "?consent=good"), bad).json()["taken"]
    assert [fault["path"] for fault in one["faults"]] == ["dates/actual_completion_date/value", "results"]


def test_a_text_that_is_none_and_a_stage_that_is_closed_are_told(caller: interface.Caller) -> None:
    later = builders.programme_at_stage(2)
    other = interface.system_of(builders.member(later, "commissioner"))
    assert other.post(address(later), project()).json()["code"] == "stage_closed"


def test_it_is_looked_for_by_its_words(programme: Programme, caller: interface.Caller) -> None:
    taken(programme)
    for words, count in (("payslips", 1), ("nothing", 0)):
        assert len(caller.get(address(programme, f"?q={words}")).json()["results"]) == count
    assert json.dumps(caller.get(address(programme, "?state=removed")).json()["results"]) == "[]"


def test_it_is_removed_with_the_reason_and_its_file_brings_it_back(
    programme: Programme, caller: interface.Caller
) -> None:
    taken(programme)
    as_read = caller.get(address(programme, "1/"))["ETag"]
    assert caller.post(address(programme, "1/remove/"), {"reason": " "}).status_code == 400
    removed = caller.post(address(programme, "1/remove/"), {"reason": "Never begun."}, key="r1")
    assert removed.json()["removed_because"] == "Never begun."
    assert caller.post(address(programme, "1/remove/"), {"reason": "Never begun."}, key="r1").json() == removed.json()
    again = caller.post(address(programme, "1/remove/"), {"reason": "Again."})
    assert (again.status_code, again.json()["detail"]) == (409, "This comparator was removed already.")
    assert caller.get(address(programme)).json()["results"] == []
    assert [one["number"] for one in caller.get(address(programme, "?state=removed")).json()["results"]] == [1]
    assert caller.get(address(programme, "1/"))["ETag"] != as_read
    assert caller.post(address(programme), project()).json()["taken"][0]["version"] == 2
    assert caller.get(address(programme, "1/")).json()["removed_because"] is None


def test_only_who_keeps_the_records_removes_one(programme: Programme) -> None:
    taken(programme)
    for role in ("agent", "analyst"):
        other = interface.system_of(builders.member(programme, role))
        assert other.post(address(programme, "1/remove/"), {"reason": "So."}).status_code == 403
    assert programme.comparators.get().versions.filter(removal__isnull=False).count() == 0


def test_releases_of_one_process_are_told_together_with_the_release_of_each_field(
    programme: Programme, caller: interface.Caller
) -> None:
    later = {
        "id": "release-2",
        "date": "2022-01-01T00:00:00Z",
        "contracts": [{"id": "c", "value": {"amount": 1500000}}],
    }
    taken(programme, {"releases": [release(), release(**later)]})
    found = caller.get(address(programme, "1/")).json()
    assert [one["id"] for one in found["releases"]] == ["release-1", "release-2"]
    (value,) = found["money"]
    assert (value["currency"], value["amount"]["value"], value["amount"]["release"]) == ("GBP", "1500000", "release-2")
    assert found["dates"][0]["when"]["release"] == "release-1"
    assert {"path": "releases/0/contracts/0/value/amount", "value": "1250000.75"} in found["superseded_fields"]


def test_a_workbook_is_sent_as_what_it_is(programme: Programme, caller: interface.Caller) -> None:
    content = test_indigo_workbooks.saved(test_indigo_workbooks.filled())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    (one,) = caller.post(address(programme), content, kind=kind).json()["taken"]
    assert (one["state"], one["title"], one["unknown"]) == ("new", "Steps to Work", 0)
    told = caller.post(address(programme), b"PK\x03\x04", kind=kind)
    assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "file")
    assert caller.post(address(programme), content, kind="text/csv").status_code == 415
