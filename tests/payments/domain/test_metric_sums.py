"""Rules that pay by a measured figure: bands with their edges, falls of cohorts, shares of a saving."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from contracts.domain import documents as written
from contracts.domain import rule_words, terms
from contracts.domain.terms import Period
from payments.domain import pricing
from payments.domain.inputs import Book, Figure, Inputs, Start
from payments.domain.lines import Line
from tests.contracts import documents

AGENT = 3
END = date(2028, 12, 31)
QUARTERS = tuple(
    Period(f"{year}-q{quarter}", date(year, first, 1), date(year, first + 2, last))
    for year in (2026, 2027)
    for quarter, first, last in ((1, 1, 31), (2, 4, 30), (3, 7, 30), (4, 10, 31))
)
SERVICE = {"code": "service", "name": "Fee", "kind": "service_fee", "amounts": [{"amount": "100000.00"}]}


def metric(code: str = "units", **fields: Any) -> dict[str, Any]:
    named = {"numerator": "Units delivered", "denominator": "Units in the contract"}
    if fields.get("measured") == "value":
        named = {}
    return {"code": code, "name": code.capitalize(), **named, **fields}


def lower(code: str, **fields: Any) -> dict[str, Any]:
    return metric(code, direction="lower", **fields)


def banded(bands: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    return {"code": "band", "name": "By band", "kind": "banded_metric", "metric": "units", "bands": bands, **fields}


OUTPATIENT = banded(
    [
        {"from": None, "to": "0.9", "to_included": False, "share": "-0.05"},
        {"from": "0.9", "from_included": True, "to": "1", "to_included": True, "share": "0"},
        {"from": "1", "from_included": False, "to": None, "share": "0.05"},
    ],
    base={"rules": ["service"]},
)


def book(rules: list[dict[str, Any]], metrics: list[dict[str, Any]], **fields: Any) -> Book:
    document = documents.version(
        rules=rules, metrics=metrics, targets=[], **{"number": 1, "caps": [], "periods": [], **fields}
    )
    document["periods"] = [
        {"code": one.code, "starts_on": str(one.starts_on), "ends_on": str(one.ends_on)} for one in QUARTERS
    ]
    return Book({7: terms.parse(document)}, QUARTERS, {"northway": AGENT})


def figure(code: str, covers: str, top: int, bottom: int = 1, **fields: Any) -> Figure:
    found = Figure(code, AGENT, covers, Fraction(top, bottom), Fraction(top), Fraction(bottom), date(2026, 1, 1))
    return found._replace(**fields)


def priced(of: Book, figures: list[Figure], as_of: date = END) -> list[Line]:
    return pricing.price(Inputs(of, [], [], as_of, figures)).lines


def by_metric(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.about, str(line.net)) for line in lines if "metric" in line.explanation]


@pytest.mark.parametrize(
    ("top", "bottom", "net"),
    [
        (899, 1000, "-5000.00"),
        (900, 1000, "0.00"),
        (1000, 1000, "0.00"),
        (1001, 1000, "5000.00"),
        (2, 3, "-5000.00"),
        (10_000_000, 9_999_999, "5000.00"),
    ],
)
def test_an_edge_belongs_to_the_band_that_includes_it(top: int, bottom: int, net: str) -> None:
    """Less than 90% of the units loses 5% of the quarter's fee, more than 100% earns 5%; both edges pay nothing."""
    lines = priced(book([SERVICE, OUTPATIENT], [metric()]), [figure("units", "2026-q1", top, bottom)])
    assert by_metric(lines) == [("2026-q1", net)]


def test_a_share_is_of_what_the_rules_of_the_base_pay_in_that_period_after_caps() -> None:
    """The cap of £250,000, with £10,000 taken away, leaves £60,000 for the third quarter: 5% of that is £3,000."""
    caps = [{"code": "whole", "scope": "contract", "amount": "250000.00", "per_agent": True}]
    of = book([SERVICE, OUTPATIENT], [metric()], caps=caps)
    figures = [figure("units", one.code, 8, 10) for one in QUARTERS[:3]]
    lines = priced(of, figures, as_of=date(2026, 9, 30))
    assert by_metric(lines) == [("2026-q1", "-5000.00"), ("2026-q2", "-5000.00"), ("2026-q3", "-3000.00")]


def test_a_monthly_part_is_all_or_nothing() -> None:
    part = banded(
        [{"from": None, "to": "0.25", "amount": "0.00"}, {"from": "0.25", "to": None, "share": "0.1"}],
        base={"amount": "45678.91"},
    )
    of = book([part], [metric()])
    assert by_metric(priced(of, [figure("units", "2026-q1", 1, 4), figure("units", "2026-q2", 24, 100)])) == [
        ("2026-q1", "4567.89"), ("2026-q2", "0.00"),
    ]  # fmt: skip


def test_nothing_is_paid_for_a_figure_that_is_missing_or_measured_later() -> None:
    of = book([SERVICE, OUTPATIENT], [metric()])
    late = figure("units", "2026-q1", 2, measured_on=date(2026, 6, 1))
    assert by_metric(priced(of, [late], as_of=date(2026, 5, 31))) == []
    assert by_metric(priced(of, [late], as_of=date(2026, 6, 1))) == [("2026-q1", "5000.00")]


def test_a_figure_for_all_agents_holds_for_each() -> None:
    of = book([SERVICE, OUTPATIENT], [metric(per_agent=False)])
    assert by_metric(priced(of, [figure("units", "2026-q1", 2)])) == []
    assert by_metric(priced(of, [figure("units", "2026-q1", 2, agent=None)])) == [("2026-q1", "5000.00")]


def test_a_figure_for_all_agents_pays_each_the_whole_and_the_contract_says_so() -> None:
    two = book([SERVICE, OUTPATIENT], [metric(per_agent=False)], agents=["northway", "southway"])
    of = Book(two.terms, QUARTERS, {"northway": AGENT, "southway": 4})
    paid = [line for line in priced(of, [figure("units", "2026-q1", 2, agent=None)]) if line.rule == "band"]
    assert [(line.agent, str(line.net)) for line in paid] == [(AGENT, "5000.00"), (4, "5000.00")]
    said = "one figure for all agents, by which each of them is paid the whole"
    assert any(said in text for _, text in rule_words.conditions(two.terms[7].rule("band"), two.terms[7]))
    one = book([SERVICE, OUTPATIENT], [metric(per_agent=False)]).terms[7]
    assert not any("paid the whole" in text for _, text in rule_words.conditions(one.rule("band"), one))


def cohort(code: str, due_on: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": f"Cohort {code}", "due_on": due_on, **fields}


PETERBOROUGH = {
    "code": "fall", "name": "Fewer reconvictions", "kind": "cohort_reduction", "metric": "events",
    "cohorts": [cohort("c1", "2026-06-30"), cohort("c2", "2027-06-30")], "against": {"metric": "controls"},
    "measure": "relative", "pays": "per_event", "amount": "1000.00", "most": "500000.00",
    "trigger": "0.1", "pooled_trigger": "0.075",
}  # fmt: skip
BOTH = [lower("events"), lower("controls")]


def cohorts(first: tuple[int, int], second: tuple[int, int], size: int = 1000) -> list[Figure]:
    """The events of both cohorts and of their matched controls, of so many people each."""
    return [
        figure(code, covers, events, size)
        for covers, pair in (("c1", first), ("c2", second))
        for code, events in zip(("events", "controls"), pair, strict=True)
    ]


def test_a_cohort_that_reaches_its_trigger_pays_each_event_avoided() -> None:
    """144 against 160 events is a fall of exactly 10%: 16 events at £1,000. 145 is less than that, and pays nothing."""
    of = book([PETERBOROUGH], BOTH)
    assert by_metric(priced(of, cohorts((144, 160), (145, 160)))) == [
        ("c1", "16000.00"), ("c2", "0.00"), ("pooled", "0.00"),
    ]  # fmt: skip


def test_cohorts_together_pay_where_none_did_alone() -> None:
    """(144.5 + 151.5) against 320 would be 7.5%; 147 + 149 = 296 is exactly that: 24 events at £1,000."""
    of = book([PETERBOROUGH], BOTH)
    paid = by_metric(priced(of, cohorts((147, 160), (149, 160))))
    assert paid == [("c1", "0.00"), ("c2", "0.00"), ("pooled", "24000.00")]
    assert by_metric(priced(of, cohorts((147, 160), (150, 160))))[-1] == ("pooled", "0.00")
    assert len(by_metric(priced(of, cohorts((147, 160), (149, 160)), as_of=date(2027, 6, 29)))) == 1


def test_cohorts_that_fall_due_under_two_versions_are_still_put_together() -> None:
    """Each is held against the trigger of its own day; together they are paid once, by the version of the last day."""
    before = book([PETERBOROUGH], BOTH, effective_to="2026-12-31")
    after = book([{**PETERBOROUGH, "trigger": "0.2"}], BOTH, number=2, effective_from="2027-01-01")
    of = Book({7: before.terms[7], 8: after.terms[7]}, QUARTERS, {"northway": AGENT})
    together = priced(of, cohorts((147, 160), (149, 160)))
    assert by_metric(together) == [("c1", "0.00"), ("c2", "0.00"), ("pooled", "24000.00")]
    assert [line.version for line in together] == [7, 8, 8]
    alone = by_metric(priced(of, cohorts((144, 160), (145, 160))))
    assert alone == [("c1", "16000.00"), ("c2", "0.00"), ("pooled", "0.00")], "c1 reached the trigger of its day"


def test_a_price_for_each_event_is_bounded_for_each_cohort() -> None:
    of = book([{**PETERBOROUGH, "most": "15000.00"}], BOTH)
    assert by_metric(priced(of, cohorts((100, 160), (160, 160))))[0] == ("c1", "15000.00")


CRC = {
    "code": "frequency", "name": "Fewer reoffences", "kind": "cohort_reduction", "metric": "frequency",
    "cohorts": [cohort("c1", "2026-06-30")], "against": {"value": "4.2"}, "measure": "relative",
    "pays": "per_event", "amount": "1000.00", "most": "500000.00", "trigger": "0.001", "deducts": True,
    "hurdle": {"metric": "binary", "against": {"value": "0.475"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("events", "again", "net"),
    [(400, 47, "20000.00"), (400, 48, "0.00"), (430, 47, "-10000.00"), (430, 48, "-10000.00"), (420, 47, "0.00")],
)
def test_a_hurdle_keeps_a_frequency_payment_back_and_a_rise_is_taken_away(events: int, again: int, net: str) -> None:
    """4.2 reoffences for each of 100 reoffenders is 420; the share who reoffend must not exceed 47.5%."""
    of = book([CRC], [lower("frequency", unit="reoffences"), lower("binary")])
    figures = [figure("frequency", "c1", events, 100), figure("binary", "c1", again, 100)]
    assert by_metric(priced(of, figures)) == [("c1", net)]
    assert by_metric(priced(of, figures[:1])) == []


BINARY = {
    "code": "fewer", "name": "Fewer reoffend", "kind": "cohort_reduction", "metric": "reconvicted",
    "cohorts": [cohort("c1", "2026-06-30")], "against": {"value": "0.5"}, "measure": "points", "pays": "per_event",
    "amount": "1000.00", "most": "500000.00", "trigger": "0", "deducts": True, "confidence": "0.95",
}  # fmt: skip


@pytest.mark.parametrize(
    ("again", "net"),
    [(1201, "49000.00"), (1202, "0.00"), (1250, "0.00"), (1298, "0.00"), (1299, "-49000.00")],
)
def test_what_chance_may_explain_is_neither_paid_nor_taken_away(again: int, net: str) -> None:
    """Of 2,500 at 50% one standard error is a point, or 25 people: 1.96 of them are exactly 49."""
    of = book([BINARY], [lower("reconvicted")])
    assert by_metric(priced(of, [figure("reconvicted", "c1", again, 2500)])) == [("c1", net)]


DONCASTER = {
    "code": "gain", "name": "Reconviction", "kind": "cohort_reduction", "metric": "reconvicted",
    "cohorts": [cohort("c1", "2027-12-31", periods=["2026-q1", "2026-q2", "2026-q3", "2026-q4"])],
    "against": {"of": "year-2009"}, "measure": "points", "pays": "growth", "amount": "0.00", "most": "50000.00",
    "trigger": "0.05", "full_at": "0.1", "clawback": "0.1", "base": {"rules": ["service"]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("again", "net"),
    [(531, "-40000.00"), (530, "0.00"), (505, "25000.00"), (480, "50000.00"), (300, "50000.00"), (600, "-40000.00")],
)
def test_points_below_the_own_baseline_keep_or_repay_and_a_reward_grows(again: int, net: str) -> None:
    """58% before. At 53% a tenth of £400,000 is kept, above it repaid; the reward grows to £50,000 at 48%."""
    of = book([SERVICE, DONCASTER], [lower("reconvicted")])
    figures = [figure("reconvicted", "year-2009", 58, 100), figure("reconvicted", "c1", again, 1000)]
    assert by_metric(priced(of, figures)) == [("c1", net)]


@given(st.integers(1, 999), st.integers(1, 100))
def test_paying_back_the_whole_leaves_nothing(again: int, price: int) -> None:
    """Clawback is zero-sum: what is taken back is what was paid, whatever caps and pennies did to it."""
    caps = [{"code": "whole", "scope": "contract", "amount": f"{price * 3}.57"}]
    service = {**SERVICE, "amounts": [{"amount": f"{price}.33"}], "yearly_discount": "1/7"}
    rule = {**DONCASTER, "clawback": "1", "trigger": "0.9", "full_at": "1"}
    rule["cohorts"] = [cohort("c1", "2027-12-31")]
    of = book([service, rule], [lower("reconvicted")], caps=caps)
    figures = [figure("reconvicted", "year-2009", 58, 100), figure("reconvicted", "c1", again, 1000)]
    assert sum(line.net for line in priced(of, figures)) == 0


SAVING = {
    "code": "saving", "name": "Share of the saving", "kind": "saving_share", "metric": "cost",
    "cohorts": [cohort("year-1", "2026-12-31")], "against": {"of": "base"}, "threshold": "0.05",
    "share_at": "0.5", "share_beyond": "1", "ceiling": "0.2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "net"),
    [(960_000, "0.00"), (950_001, "0.00"), (950_000, "25000.00"), (900_000, "75000.00"), (800_000, "175000.00"),
     (500_000, "175000.00"), (1_200_000, "0.00")],
)  # fmt: skip
def test_half_of_the_saving_at_the_threshold_and_all_beyond_it_up_to_the_ceiling(cost: int, net: str) -> None:
    of = book([SAVING], [lower("cost", measured="value", unit="pounds")])
    figures = [figure("cost", "base", 1_000_000), figure("cost", "year-1", cost)]
    assert by_metric(priced(of, figures)) == [("year-1", net)]


RULES: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
    (OUTPATIENT, [metric()]),
    (PETERBOROUGH, BOTH),
    (CRC, [lower("frequency"), lower("binary")]),
    (DONCASTER, [lower("reconvicted")]),
    (SAVING, [lower("cost", measured="value")]),
]


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_figures_arrive_makes_no_difference(chance: Any) -> None:
    of = book([SERVICE, OUTPATIENT, PETERBOROUGH], [metric(), *BOTH])
    figures = [figure("units", one.code, place, 4) for place, one in enumerate(QUARTERS)]
    figures += cohorts((147, 160), (149, 160))
    lines = priced(of, figures)
    chance.shuffle(figures)
    assert priced(of, figures) == lines


@given(st.integers(0, 1200), st.integers(0, 1200))
def test_fewer_events_and_lower_costs_never_pay_less(first: int, second: int) -> None:
    fewer, more = sorted((first, second))

    def net(events: int, kind: str) -> Decimal:
        if kind == "saving":
            of = book([SAVING], [lower("cost", measured="value")])
            figures = [figure("cost", "base", 1000), figure("cost", "year-1", events)]
        elif kind == "growth":
            of = book([SERVICE, DONCASTER], [lower("reconvicted")])
            figures = [figure("reconvicted", "year-2009", 580, 1200), figure("reconvicted", "c1", events, 1200)]
        else:
            of = book([CRC], [lower("frequency"), lower("binary")])
            figures = [figure("frequency", "c1", events, 100), figure("binary", "c1", 1, 100)]
        return sum((line.net for line in priced(of, figures)), Decimal(0))

    for kind in ("saving", "growth", "frequency"):
        assert net(fewer, kind) >= net(more, kind)


@given(st.fractions(Fraction(-2), Fraction(3)))
def test_every_figure_has_exactly_one_band(value: Fraction) -> None:
    rule = book([SERVICE, OUTPATIENT], [metric()]).terms[7].rule("band")
    assert isinstance(rule, terms.BandedMetric)
    assert sum(band.holds(value) for band in rule.bands) == 1


@pytest.mark.parametrize(("rule", "metrics"), RULES)
def test_no_amount_was_ever_a_float(rule: dict[str, Any], metrics: list[dict[str, Any]]) -> None:
    of = book([SERVICE, rule], metrics)
    figures = [figure(one["code"], "2026-q1", 1, 3) for one in metrics] + cohorts((147, 160), (149, 160))
    for line in priced(of, figures):
        assert all(isinstance(part, Decimal) for part in (line.unit_amount, line.gross, line.net))
        assert not any(isinstance(fact, float) for fact in line.explanation.values())


@pytest.mark.parametrize(("rule", "metrics"), RULES)
def test_a_rule_is_read_back_as_it_was_written(rule: dict[str, Any], metrics: list[dict[str, Any]]) -> None:
    (found,) = book([SERVICE, rule], metrics).terms.values()
    assert terms.parse(written.of_terms(found)) == found


GAP = [{"from": None, "to": "0.9", "amount": "1.00"}, {"from": "1", "to": None, "amount": "2.00"}]


@pytest.mark.parametrize(
    ("rule", "code", "place"),
    [
        (banded(GAP), "gap_in_bands", "bands[1].from"),
        (banded([{**GAP[0], "to": "1.1"}, GAP[1]]), "overlapping_bands", "bands[1].from"),
        (banded([{**GAP[0], "to": "1", "to_included": True}, GAP[1]]), "overlapping_bands", "bands[1].from"),
        (banded([{**GAP[0], "to": "1"}, {**GAP[1], "from_included": False}]), "gap_in_bands", "bands[1].from"),
        (banded([{**GAP[0], "from": "0.1", "to": "1"}, GAP[1]]), "gap_in_bands", "bands[0].from"),
        (banded([{**GAP[0], "to": "1"}, {**GAP[1], "to": "2"}]), "gap_in_bands", "bands[1].to"),
        (banded([]), "missing", "bands"),
        (banded([{"from": None, "to": None, "share": "0.1"}]), "missing_base", "bands[0].share"),
        (banded([{"share": "1.5"}], base={"amount": "9.00"}), "out_of_range", "bands[0].share"),
        (banded([{"from": None, "to": None}]), "contradiction", "bands[0]"),
        (banded([{"from": None, "to": None, "amount": 0.5}]), "float", "bands[0].amount"),
        ({**OUTPATIENT, "metric": "weddings"}, "unknown_metric", "metric"),
        ({**OUTPATIENT, "base": {"rules": ["nothing"]}}, "unknown_rule", "base.rules"),
        ({**OUTPATIENT, "base": {"rules": ["band"]}}, "base_of_metric", "base.rules"),
        ({**OUTPATIENT, "base": {"rules": ["least"]}}, "contradiction", "base.rules"),
        ({**OUTPATIENT, "base": {}}, "contradiction", "base"),
        ({**PETERBOROUGH, "amount": "-1.00"}, "negative", "amount"),
        ({**PETERBOROUGH, "most": None}, "missing", "most"),
        ({**PETERBOROUGH, "trigger": None, "pooled_trigger": None}, "missing", "trigger"),
        ({**PETERBOROUGH, "metric": "units"}, "contradiction", "against"),
        ({**SAVING, "metric": "units"}, "contradiction", "metric"),
        ({**PETERBOROUGH, "metric": "cost"}, "measured_otherwise", "metric"),
        ({**PETERBOROUGH, "against": {}}, "contradiction", "against"),
        ({**PETERBOROUGH, "against": {"metric": "cost"}}, "measured_otherwise", "against"),
        ({**PETERBOROUGH, "full_at": "0.2"}, "contradiction", "full_at"),
        ({**PETERBOROUGH, "pays": "lump_sum"}, "contradiction", "most"),
        ({**PETERBOROUGH, "pays": "lump_sum", "most": None, "deducts": True}, "contradiction", "deducts"),
        ({**PETERBOROUGH, "base": {"rules": ["service"]}}, "contradiction", "base"),
        ({**PETERBOROUGH, "pays": "lump_sum", "most": None, "trigger": "0"}, "out_of_range", "trigger"),
        ({**BINARY, "confidence": "0.8"}, "out_of_range", "confidence"),
        ({**BINARY, "clawback": "0.1", "base": {"amount": "9.00"}}, "contradiction", "confidence"),
        ({**PETERBOROUGH, "metric": "heads", "confidence": "0.95"}, "measured_otherwise", "confidence"),
        ({**DONCASTER, "trigger": None, "pooled_trigger": "0.05"}, "contradiction", "clawback"),
        ({**DONCASTER, "full_at": None}, "missing", "full_at"),
        ({**PETERBOROUGH, "against": {"value": "0"}}, "out_of_range", "against.value"),
        ({**PETERBOROUGH, "cohorts": [cohort("c1", "2026-06-30")] * 2}, "twice", "cohorts[1].code"),
        ({**DONCASTER, "full_at": "0.05"}, "ceiling_below_threshold", "full_at"),
        ({**DONCASTER, "amount": "60000.00"}, "ceiling_below_threshold", "most"),
        ({**DONCASTER, "base": None}, "missing_base", "base"),
        ({**DONCASTER, "cohorts": [cohort("c1", "2026-06-30", periods=["x"])]}, "unknown_period", "cohorts[0].periods"),
        ({**SAVING, "ceiling": "0.01"}, "ceiling_below_threshold", "ceiling"),
        ({**SAVING, "metric": "events", "against": {"value": "1"}}, "measured_otherwise", "metric"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_right_is_refused_with_its_place(rule: dict[str, Any], code: str, place: str) -> None:
    metrics = [metric(), *BOTH, lower("reconvicted"), lower("cost", measured="value"), lower("heads", unit="a head")]
    least = {"code": "least", "name": "Least", "kind": "floor", "amounts": [{"amount": "1.00"}]}
    document = documents.version(number=1, rules=[SERVICE, rule, least], metrics=metrics, targets=[], caps=[])
    with pytest.raises(terms.TermsError) as refused:
        terms.parse(document)
    assert (code, f"rules[1].{place}") in {(one.code, one.path) for one in refused.value.problems}


def test_a_contract_without_such_rules_is_priced_as_before() -> None:
    start = Start(1, "P1", AGENT, "young", date(2026, 1, 5), 7)
    of = book([{**documents.version()["rules"][0]}], [])
    assert pricing.price(Inputs(of, [start], [], END)) == pricing.price(
        Inputs(of, [start], [], END, [figure("x", "y", 1)])
    )
