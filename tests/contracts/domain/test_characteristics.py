from typing import Any

import pytest

from contracts.domain import characteristics, terms
from tests.contracts import documents


def judged(**fields: Any) -> dict[str, tuple[str, ...]]:
    """What is missing, by characteristic."""
    found = terms.parse(documents.version(number=1, outcomes=[documents.outcome(**fields)]))
    return {one.code: one.missing for one in characteristics.judge(found.outcomes[0], found.segments) if not one.met}


def test_an_outcome_that_is_whole_meets_all_six() -> None:
    assert judged() == {}


@pytest.mark.parametrize(
    ("fields", "code", "word"),
    [
        ({"definition": ""}, "quantifiable", "plain words"),
        ({"window_days": None}, "quantifiable", "window"),
        ({"denominator": ""}, "quantifiable", "denominator"),
        ({"evidence": ""}, "verifiable", "evidence"),
        ({"validator": ""}, "verifiable", "checks"),
        ({"attribution": ""}, "attributable", "paid for the same person"),
        ({"deadweight": {"method": "none"}}, "deadweight", "assumption"),
        ({"deadweight": {"method": "conceded", "share": "1/6"}}, "deadweight", "comes from"),
        (
            {"deadweight": {"method": "counted", "share": "1/6", "source": "Pilot"}, "baseline": {}},
            "deadweight",
            "baseline",
        ),
        ({"eligibility": ""}, "cohort", "eligibility"),
    ],
)
def test_what_is_missing_is_named(fields: dict[str, Any], code: str, word: str) -> None:
    found = judged(**fields)
    assert list(found) == [code]
    assert word in found[code][0]


def test_segments_with_their_own_baselines_need_no_further_reason() -> None:
    """Two segments or more with a baseline each, or a recorded reason (Webster 2016)."""
    assert judged(segmentation="") == {}
    document = documents.version(number=1, segments=[], rules=documents.version()["rules"][1:])
    found = terms.parse({**document, "outcomes": [documents.outcome(segmentation="")]})
    assert [one.code for one in characteristics.judge(found.outcomes[0], ()) if not one.met] == ["segmented"]
