"""Criteria that fell travel with their visits: out and in again is the same, and impossible ones are refused."""

import copy
import json
from typing import Any

import pytest

from stages.actions import pack_export, packs
from stages.models import CriterionFall, Programme
from stages.selectors import tracker
from tests import builders
from tests.stages.actions.test_packs import PACK, load

pytestmark = pytest.mark.django_db
SEATED: dict[str, Any] = {
    "code": "body_seated", "rule": "All are seated.", "met": True, "state": "met", "reason": "", "evidence": "",
    "confirmed_by": "", "source": "Johnstone (2017)",
}  # fmt: skip
FALL: dict[str, Any] = {
    "criterion": "body_seated", "rule": "All are seated.", "says_now": "Nobody sits for academics.",
    "at": "2024-06-01T01:30:00+00:00", "by": "gates@system.invalid",
}  # fmt: skip
QUESTION: dict[str, Any] = {
    "number": 1, "key": "criterion-fell:3:1:body_seated:2", "title": "A criterion no longer holds", "summary": "Empty.",
    "source": "gate", "severity": "amber", "evidence": {}, "raised_at": "2024-08-02T09:00:00+00:00",
    "raised_by": "carol@example.org", "stages": [{"stage": 3, "why": "It was closed because this held."}],
}  # fmt: skip


def pack(*falls: dict[str, Any]) -> dict[str, Any]:
    made = copy.deepcopy(PACK)
    records = made["stage_records"]
    records["visits"] = [
        {**row, "criteria": [SEATED], "falls": list(falls)} if row["stage"] == 3 else row for row in records["visits"]
    ]
    again = copy.deepcopy(records["findings"][0]) | {"number": 2}
    records["findings"] = [QUESTION, again]
    records["visits"] = [row | {"finding": 2} if row.get("finding") else row for row in records["visits"]]
    return made


def test_falls_go_out_and_in_again_with_the_findings_about_them() -> None:
    first = {**FALL, "held_again_at": "2024-07-01T01:30:00+00:00"}
    second = {
        **FALL, "at": "2024-08-01T01:30:00+00:00", "finding": 1, "questioned_at": "2024-08-02T09:00:00+00:00"
    }  # fmt: skip
    programme, _created = load(pack(first, second))
    standing = CriterionFall.objects.standing().get()
    assert (standing.finding.number if standing.finding else 0, standing.noticed_by.is_system) == (1, True)
    assert tracker.tracker(programme)[2].because == "Closed, but 1 criterion no longer holds"
    exported = json.loads(json.dumps(pack_export.export(programme=programme, by=builders.system())))
    elsewhere = copy.deepcopy(exported)
    elsewhere["programme"]["slug"] = "elsewhere"
    copied, _created = load(elsewhere)
    again = json.loads(json.dumps(pack_export.export(programme=copied, by=builders.system())))
    assert again["stage_records"] == exported["stage_records"]
    assert CriterionFall.objects.count() == 4


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"criterion": "weights_sum"}, "does not say that “weights_sum” was met"),
        ({"at": "2024-03-15T09:00:00+00:00"}, "falls only after the visit"),
    ],
)
def test_a_fall_that_could_not_have_been_is_refused_and_nothing_is_loaded(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(packs.PackError, match=words):
        load(pack({**FALL, **wrong}))
    assert not Programme.objects.exists()
