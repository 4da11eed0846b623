"""Conflicts between clauses: each is told with its place and its cure, and real schemes have none."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from contracts.domain import conflicts, terms
from contracts.domain.problems import Problem
from tests.contracts import documents

PACKS = sorted((Path(settings.BASE_DIR) / "docs" / "packs").glob("*.json"))
YOUNG, OTHER = ({"segment": code, "amount": "10.00"} for code in ("young", "other"))


def read(**fields: Any) -> terms.Terms:
    return terms.parse(documents.version(number=1, **fields))


def found(*earlier: terms.Terms, **fields: Any) -> list[Problem]:
    return conflicts.found(read(**fields), earlier)


def told(**fields: Any) -> str:
    """The only conflict, as `code path: message`."""
    (problem,) = found(**fields)
    return f"{problem.code} {problem}"


def rule(code: str = "fee", kind: str = "outcome_fee", **fields: Any) -> dict[str, Any]:
    personal = {} if kind in {"volume_bands", "floor", "banded_metric"} else {"amounts": [{"amount": "10.00"}]}
    outcome = {} if kind in {"attachment_fee", "floor", "banded_metric"} else {"outcome": "job"}
    return {"code": code, "name": code.capitalize(), "kind": kind, **outcome, **personal, **fields}


def weeks(**fields: Any) -> dict[str, Any]:
    return rule(
        "weeks", "sustainment_fee", outcome="stay", every_weeks=4, max_steps=[{"steps": 10}], prerequisites=["job"],
        **fields,
    )  # fmt: skip


STAY = documents.outcome("stay", max_per_participant=30, window_days=None)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_no_scheme_of_the_packs_has_a_conflict(path: Path) -> None:
    versions = terms.parse_contract(json.loads(path.read_text(encoding="utf-8"))["contract"]).versions
    for index, version in enumerate(versions):
        assert conflicts.found(version, versions[:index]) == []


def test_the_plain_contract_has_none() -> None:
    assert found() == []


def test_two_rules_that_pay_an_outcome_for_the_same_people_are_told() -> None:
    assert told(rules=[rule("first"), rule("second")]) == (
        "paid_twice rules[1].outcome: “First” and “Second” both pay for “Outcome job”. Take it out of one of them, "
        "give them different segments or years of start, or make one of them a bonus if it is meant to come on top."
    )
    assert "both pay for “Outcome job” of Aged 18 to 24." in told(
        rules=[rule("first"), rule("second", amounts=[YOUNG, {"segment": "other", "amount": "0.00"}])]
    )
    assert "paid_twice" in told(
        rules=[rule("first"), rule("bands", "volume_bands", bands=[{"above": 9, "amount": "1.00"}])]
    )


def test_two_rules_that_share_no_people_or_say_that_one_is_an_extra_are_none() -> None:
    nought = {"segment": "young", "amount": "0.00"}, {"segment": "other", "amount": "0.00"}
    assert found(rules=[rule("first", amounts=[YOUNG, nought[1]]), rule("second", amounts=[nought[0], OTHER])]) == []
    by_year = [[{"start_year": 2026, "amount": "1.00"}], [{"start_year": 2027, "amount": "2.00"}]]
    assert found(rules=[rule(f"r{index}", amounts=amounts) for index, amounts in enumerate(by_year)]) == []
    assert found(rules=[rule("first"), rule("extra", "bonus", segments=["young"])]) == []


def test_years_on_different_bases_are_compared_by_their_days() -> None:
    """The financial year 2026 runs to March 2027, so that it shares days with the calendar year 2027."""
    calendar = rule("first", amounts=[{"start_year": 2027, "amount": "1.00"}])
    for year, conflict in ((2026, True), (2028, False)):
        financial = rule("second", amounts=[{"start_year": year, "amount": "1.00"}], year_basis="financial")
        assert bool(found(rules=[calendar, financial])) is conflict


def test_two_fees_for_the_same_start_are_told() -> None:
    fees = [rule("first", "attachment_fee"), rule("second", "attachment_fee"), rule()]
    assert "both pay for a start. " in told(rules=fees)
    assert "put both amounts into one rule" in told(rules=fees)


def test_two_rules_that_pay_by_the_same_figure_are_told() -> None:
    metric = {"code": "units", "name": "Units", "measured": "value", "unit": "units"}
    low = [{"to": "90", "amount": "-5.00"}, {"from": "90", "amount": "0.00"}]
    high = [{"to": "100", "amount": "0.00"}, {"from": "100", "amount": "5.00"}]
    every = [{"to": "80", "amount": "1.00"}, {"from": "80", "amount": "2.00"}]

    def rules(*bands: Any) -> list[dict[str, Any]]:
        banded = [rule(f"r{n}", "banded_metric", metric="units", bands=one) for n, one in enumerate(bands)]
        return [rule(), *banded]

    assert found(metrics=[metric], rules=rules(low, high)) == []
    assert "paid_twice rules[2].metric: “R0” and “R1” both pay by “Units”" in told(
        metrics=[metric], rules=rules(low, every)
    )


def test_two_rules_that_reward_the_fall_of_one_metric_for_one_cohort_are_told() -> None:
    metric = {"code": "events", "name": "Events", "direction": "lower", "measured": "value"}

    def falls(code: str, *cohorts: str, **fields: Any) -> dict[str, Any]:
        return {
            "code": code, "name": code.capitalize(), "kind": "cohort_reduction", "metric": "events",
            "cohorts": [{"code": one, "name": one.upper(), "due_on": "2026-12-31"} for one in cohorts],
            "against": {"value": "20"}, "measure": "relative", "trigger": "0.1", "pays": "lump_sum",
            "amount": "1000.00", **fields,
        }  # fmt: skip

    first = falls("first", "a", "b")
    assert told(metrics=[metric], rules=[rule(), first, falls("second", "b", "c")]) == (
        "paid_twice rules[2].cohorts: “First” and “Second” both pay for a fall of “Events” in “B”. Put both amounts "
        "into one rule, or name other cohorts."
    )
    assert found(metrics=[metric], rules=[rule(), first, falls("second", "c")]) == []
    lots = [falls("first", "a", agents=["northway"]), falls("second", "a", agents=["southway"])]
    assert found(metrics=[metric], agents=["northway", "southway"], rules=[rule(), *lots]) == []
    assert "paid_twice" in told(metrics=[metric], agents=["northway", "southway"], rules=[rule(), first, lots[1]])
    saved = {
        **{name: falls("saved", "a")[name] for name in ("code", "name", "metric", "cohorts", "against")},
        "kind": "saving_share", "threshold": "0.05", "share_at": "1/2", "share_beyond": "1", "ceiling": "0.2",
    }  # fmt: skip
    assert "“First” and “Saved” both pay for a fall of “Events” in “A”" in told(
        metrics=[metric], rules=[rule(), first, saved]
    )


def test_steps_that_end_after_the_time_allotted_or_the_window_are_told() -> None:
    job = rule("job-fee", qualifying_weeks=[{"weeks": 26}])
    outcomes = [documents.outcome(), STAY]
    assert found(rules=[job, weeks(allotted_weeks=66)], outcomes=outcomes) == []
    late = found(rules=[job, weeks(allotted_weeks=65)], outcomes=outcomes)
    assert [(one.code, one.path) for one in late] == [("never_paid", "rules[1].max_steps")] * 2
    assert late[0].message == (
        "“Weeks” pays 10 steps for Aged 18 to 24, and the last ends 66 weeks after the start at the earliest, when the "
        "65 weeks allotted are over. Pay at most 9 steps, or allow more time."
    )
    short = documents.outcome("stay", max_per_participant=30, window_days=400)
    assert "the window of 400 days" in found(rules=[job, weeks()], outcomes=[documents.outcome(), short])[0].message


def test_weeks_that_build_on_what_nobody_pays_for_are_told_unless_an_earlier_version_did() -> None:
    outcomes = [documents.outcome(), STAY]
    assert "never_paid rules[0].prerequisites: “Weeks” pays after “Outcome job” was paid for, and no rule" in told(
        rules=[weeks()], outcomes=outcomes
    )
    assert found(read(rules=[rule()]), rules=[weeks()], outcomes=outcomes) == []


def test_weeks_that_lie_beyond_the_window_of_the_outcome_are_told() -> None:
    late = rule(qualifying_weeks=[{"segment": "young", "weeks": 26}, {"weeks": 53}])
    window = documents.outcome(window_days=365)
    assert told(rules=[late], outcomes=[window]) == (
        "never_paid rules[0].qualifying_weeks: “Fee” pays after 53 weeks (371 days), and the window of “Outcome job” "
        "closes after 365 days: nothing could be paid for Everybody else. Lengthen the window or ask for fewer weeks."
    )


def test_a_bonus_for_more_results_than_can_be_achieved_is_told() -> None:
    outcomes = [documents.outcome(max_per_participant=3)]
    extra = rule("extra", "bonus", before=[{"outcome": "job", "times": 3}])
    assert "counts 3 times for each participant" in told(rules=[rule(), extra], outcomes=outcomes)
    extra["before"][0]["times"] = 2
    assert found(rules=[rule(), extra], outcomes=outcomes) == []


def test_amounts_for_years_outside_the_contract_are_told() -> None:
    years = rule(amounts=[{"start_year": year, "amount": "1.00"} for year in (2025, 2026, 2028)])
    problems = found(rules=[years], effective_to="2027-12-31")
    assert [one.code for one in problems] == ["outside_contract"] * 2
    assert "1 January 2025 to 31 December 2025, and the contract begins on 1 January 2026." in problems[0].message
    assert "1 January 2028 to 31 December 2028, and the version ends on 31 December 2027." in problems[1].message
    before = read(effective_from="2025-06-01")
    assert len(found(before, rules=[years], effective_to="2027-12-31")) == 1


def test_a_segment_that_an_earlier_one_leaves_empty_is_told() -> None:
    segments = [
        {"code": "young", "name": "Young", "rule": {"age": ["16-17", "18-24"]}},
        {"code": "teen", "name": "Teenagers in care", "rule": {"age": ["16-17"], "care": ["yes"]}},
        {"code": "other", "name": "Others", "rule": {}},
    ]
    fee = rule()
    assert "“Young” stands before “Teenagers in care” and takes everybody" in told(segments=segments, rules=[fee])
    segments[0], segments[1] = segments[1], segments[0]
    assert found(segments=segments, rules=[fee]) == []


@pytest.mark.parametrize(
    ("over", "scope", "cap", "words"),
    [
        (
            "period",
            "period",
            "99.99",
            "promises at least £100, and the cap “most” allows at most £99.99 in each period",
        ),
        ("period", "year", "199.00", "promises at least £100 × 2 periods = £200, and the cap “most” allows"),
        ("period", "contract", "199.00", "promises at least £100 × 2 periods = £200"),
        ("contract", "contract", "99.00", "promises at least £100, and the cap “most” allows"),
    ],
)
def test_a_minimum_above_a_cap_over_the_same_time_is_told(over: str, scope: str, cap: str, words: str) -> None:
    least = rule("least", "floor", amounts=[{"amount": "100.00"}], over=over)

    def with_cap(amount: str, **fields: Any) -> list[Problem]:
        return found(rules=[rule(), least], caps=[{"code": "most", "scope": scope, "amount": amount, **fields}])

    (problem,) = with_cap(cap)
    assert (problem.code, problem.path) == ("least_beyond_cap", "rules[1].amounts")
    assert words in problem.message
    assert with_cap("200.00") == []
    assert with_cap(cap, segment="young") == []


def test_minimums_of_all_agents_are_held_against_a_cap_that_they_share() -> None:
    least = rule("least", "floor", amounts=[{"amount": "100.00"}])
    cap = {"code": "most", "scope": "period", "amount": "150.00", "per_agent": False}
    assert "at least £200 for all agents together" in told(
        agents=["northway", "southway"], rules=[rule(), least], caps=[cap]
    )


def test_a_minimum_beyond_what_a_principal_pays_at_most_is_told_where_nobody_pays_in_its_place() -> None:
    least = rule("least", "floor", amounts=[{"amount": "100.00"}])
    cap = {"code": "fund", "payer": "fund", "over": "period", "amount": "49.00", "beyond": "unpaid"}
    halves = [{"organisation": code, "share": "1/2"} for code in ("treasury", "fund")]
    assert "“fund” bears 50%, and its cap “fund” allows £49" in told(
        principals=halves, rules=[rule(), least], payer_caps=[cap]
    )
    assert found(principals=halves, rules=[rule(), least], payer_caps=[{**cap, "beyond": "passed_over"}]) == []
    whole = {**cap, "over": "contract", "amount": "99.00"}
    assert "promises all agents together at least £100 × 2 periods = £200, of which “fund” bears 50%" in told(
        principals=halves, rules=[rule(), least], payer_caps=[whole]
    )


def test_two_minimums_or_two_caps_on_the_same_are_told() -> None:
    least = [rule(code, "floor", amounts=[{"amount": "100.00"}]) for code in ("one", "two")]
    assert "“One” and “Two” both promise a minimum" in told(rules=[rule(), *least])
    caps = [{"code": code, "scope": "contract", "amount": amount} for code, amount in (("a", "20.00"), ("b", "30.00"))]
    assert "“a” (£20) and “b” (£30) limit the same" in told(rules=[rule()], caps=caps)
    caps[1]["scope"] = "year"
    assert found(rules=[rule()], caps=caps) == []
    of_years = [caps[1] | {"carries_over": True}, caps[1] | {"code": "c", "amount": "50.00"}]
    assert found(rules=[rule()], caps=of_years) == []
