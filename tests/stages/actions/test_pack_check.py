"""What is wrong with the shape of a pack, told of the shape that was meant and not of another that would be allowed."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from stages.actions import pack_check
from stages.actions.pack_errors import PackRefused

PACK = json.loads((settings.BASE_DIR / "docs" / "packs" / "work-programme.json").read_text())
Version = dict[str, Any]


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (lambda of: of["rules"][1]["amounts"][0].update(amount=7.5), "rules/1/amounts/0/amount", "7.5 is not of type"),
        (lambda of: of["rules"][2].update(every_months=1), "rules/2", "'every_months' was unexpected"),
        (lambda of: of["rules"][2].pop("max_steps"), "rules/2", "'max_steps' is a required property"),
        (lambda of: of["rules"][0].update(kind="prize"), "rules/0/kind", "“prize” is none of: attachment_fee"),
        (lambda of: of.update(indexation={"yearly": "0.02"}), "indexation", "'source' is a required property"),
        (lambda of: of.update(currency="EUR"), "currency", "'GBP' was expected"),
    ],
)  # fmt: skip
def test_the_place_and_the_reason_are_those_of_the_shape_that_was_meant(
    change: Callable[[Version], object], place: str, said: str
) -> None:
    document = copy.deepcopy(PACK)
    change(document["contract"]["versions"][0])
    with pytest.raises(PackRefused) as refused:
        pack_check.check(document)
    [problem] = refused.value.problems
    assert problem.path == f"contract/versions/0/{place}"
    assert said in problem.problem


def test_everything_wrong_with_one_rule_is_told_at_once() -> None:
    document = copy.deepcopy(PACK)
    document["contract"]["versions"][0]["rules"][2].update(every_weeks=0, weeks=4)
    with pytest.raises(PackRefused) as refused:
        pack_check.check(document)
    assert {problem.problem for problem in refused.value.problems} == {
        "0 is less than the minimum of 1.", "Additional properties are not allowed ('weeks' was unexpected).",
    }  # fmt: skip
