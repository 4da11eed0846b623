import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.periods import generate

FIRST, LAST = dt.date(2026, 4, 1), dt.date(2027, 3, 31)


def test_quarters_are_named_by_their_months() -> None:
    assert [period.code for period in generate(FIRST, LAST, "quarterly")] == [
        "2026-04-to-2026-06",
        "2026-07-to-2026-09",
        "2026-10-to-2026-12",
        "2027-01-to-2027-03",
    ]
    assert generate(FIRST, LAST, "monthly")[0].code == "2026-04"
    assert [period.ends_on for period in generate(FIRST, LAST, "yearly")] == [LAST]


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
    st.integers(0, 3000),
    st.sampled_from(["monthly", "quarterly", "yearly"]),
)
def test_periods_cover_every_day_once(first: dt.date, length: int, kind: str) -> None:
    last = first + dt.timedelta(days=length)
    found = generate(first, last, kind)
    assert found[0].starts_on == first
    assert found[-1].ends_on == last
    for one, after in itertools.pairwise(found):
        assert after.starts_on == one.ends_on + dt.timedelta(days=1)
    assert len({period.code for period in found}) == len(found)
