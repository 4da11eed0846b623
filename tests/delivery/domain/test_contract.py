"""What the agreed versions say about rows from agents."""

from datetime import date

from delivery.domain.contract import Contract, Outcome, Segment, Version, segment_for

YOUNG = Segment("young", "Young people", {"age": ("16-24",)})
HARD = Segment("hard", "Long out of work", {"age": ("25+",), "months_out": ("12-24", "24+")})
REST = Segment("rest", "Everybody else", {})


def version(*segments: Segment, start: date = date(2025, 1, 1), end: date | None = None, pk: int = 1) -> Version:
    outcomes = (
        Outcome("job", "Job", "binary", "", 365, 1, ("payslip",)),
        Outcome("hours", "Hours", "frequency", "", None, 9, ()),
    )
    return Version(pk, pk, start, end, segments, outcomes)


def test_the_first_segment_whose_whole_rule_fits_takes_the_participant() -> None:
    made = version(YOUNG, HARD, REST)
    assert segment_for(made, {"age": "16-24", "months_out": "24+"}) == YOUNG
    assert segment_for(made, {"age": "25+", "months_out": "24+"}) == HARD
    assert segment_for(made, {"age": "25+", "months_out": "0-12"}) == REST
    assert segment_for(version(YOUNG, HARD), {"age": "25+"}) is None
    assert segment_for(version(), {}) is None


def test_an_attribute_is_needed_only_where_nobody_could_be_placed_without_it() -> None:
    assert Contract((version(YOUNG, HARD),)).required_attributes == ["age"]
    assert Contract((version(YOUNG, HARD, REST),)).required_attributes == []
    assert Contract((version(YOUNG, HARD), version(HARD, pk=2))).required_attributes == ["age"]
    assert Contract((version(YOUNG), version(pk=2))).required_attributes == []
    assert Contract(()).required_attributes == []


def test_a_version_is_in_force_on_its_first_and_last_day() -> None:
    first = version(start=date(2025, 1, 1), end=date(2025, 6, 30))
    later = version(start=date(2025, 7, 1), pk=2)
    contract = Contract((first, later))
    days = ("2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01", "2999-01-01")
    assert [contract.version_on(day) for day in days] == [None, first, first, later, later]
    assert contract.in_force == "from 1 January 2025 to 30 June 2025; from 1 July 2025"


def test_codes_values_and_kinds_of_all_versions_are_known_once() -> None:
    contract = Contract((version(YOUNG), version(YOUNG, HARD, pk=2)))
    assert contract.outcome_codes == ["job", "hours"]
    assert contract.evidence_kinds == ["payslip"]
    assert contract.attributes == ["age", "months_out"]
    assert contract.values_of("months_out") == ["12-24", "24+"]
