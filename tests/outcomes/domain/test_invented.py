"""Invented participants are such as the contract takes, in every segment, and none starts in the future."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.eligibility import Eligibility
from delivery.domain.contract import Contract, Segment, Version, segment_for
from outcomes.domain import invented

FIRST = date(2025, 4, 1)
SEGMENTS = (
    Segment("young", "Young", {"age": ("18-24",)}),
    Segment("north", "In the north", {"area": ("north", "far north")}),
    Segment("rest", "Everybody else", {}),
)


def version(**given: object) -> Version:
    return Version(
        **{"pk": 1, "number": 1, "effective_from": FIRST, "effective_to": None, "segments": SEGMENTS, "outcomes": ()}  # type: ignore[arg-type]
        | given
    )


@given(today=st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_everybody_invented_may_be_on_the_programme(today: date) -> None:
    rule = Eligibility((("age", ("18-24", "25-49")),), started_from=date(2025, 5, 1))
    one = version(eligibility=rule)
    for row in invented.participants(Contract((one,)), ["north-works"], today):
        day, attributes = date.fromisoformat(str(row["started_on"])), row["attributes"]
        assert one.in_force(day.isoformat())
        assert rule.takes_start(day)
        assert day <= today
        assert isinstance(attributes, dict)
        assert not rule.broken_by(attributes)


def test_there_is_somebody_in_each_segment_for_each_agent() -> None:
    one = version()
    rows = invented.participants(Contract((one,)), ["north-works", "south-works"], date(2026, 1, 1))
    assert len(rows) == 2 * 3 * invented.EACH
    found = [segment_for(one, row["attributes"]) for row in rows]  # type: ignore[arg-type]
    assert {segment.code for segment in found if segment} == {"young", "north", "rest"}


def test_people_start_up_to_today_so_that_outcomes_of_these_days_can_be_tried() -> None:
    rows = invented.participants(Contract((version(),)), ["north-works"], date(2027, 3, 31))
    days = [date.fromisoformat(str(row["started_on"])) for row in rows]
    assert (days[0], days[-2:]) == (date(2026, 12, 9), [date(2027, 3, 17), date(2027, 3, 31)])
    short = invented.participants(Contract((version(),)), ["north-works"], date(2025, 4, 20))
    assert [row["started_on"] for row in short] == ["2025-04-01"] * 7 + ["2025-04-06", "2025-04-20"]
    ended = version(effective_to=date(2025, 12, 31))
    assert (
        invented.participants(Contract((ended,)), ["north-works"], date(2027, 1, 1))[-1]["started_on"] == "2025-12-31"
    )


def test_before_the_contract_begins_there_is_nobody() -> None:
    assert invented.participants(Contract((version(),)), ["north-works"], date(2025, 3, 31)) == []
