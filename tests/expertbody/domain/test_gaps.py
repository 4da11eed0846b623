from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from expertbody.domain.gaps import Gap, Term, gaps

START, TODAY = date(2026, 1, 1), date(2026, 6, 30)


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_a_constituency_that_was_never_seated_has_one_gap_that_is_not_filled() -> None:
    assert gaps([], START, TODAY) == [Gap(START, None)]


def test_a_term_that_runs_on_leaves_only_the_gap_before_it() -> None:
    assert gaps([Term(day(10), None)], START, TODAY) == [Gap(START, day(9))]


def test_terms_that_meet_or_overlap_leave_no_gap() -> None:
    assert gaps([Term(START, day(30)), Term(day(31), day(90)), Term(day(60), None)], START, TODAY) == []


def test_a_gap_between_terms_has_its_days_and_one_that_will_be_filled_its_end() -> None:
    terms = [Term(START, day(30)), Term(day(40), day(50)), Term(TODAY + timedelta(days=9), None)]
    assert gaps(terms, START, TODAY) == [Gap(day(31), day(39)), Gap(day(51), TODAY + timedelta(days=8))]


TERMS = st.lists(st.tuples(st.integers(0, 300), st.one_of(st.none(), st.integers(0, 90))), max_size=6)


@given(TERMS)
def test_every_day_is_in_a_gap_or_in_a_term_and_never_in_both(rows: list[tuple[int, int | None]]) -> None:
    terms = [Term(day(first), None if length is None else day(first + length)) for first, length in rows]
    found = gaps(terms, START, TODAY)
    for number in range((TODAY - START).days + 1):
        one = day(number)
        seated = any(term.first <= one and (term.last is None or one <= term.last) for term in terms)
        free = any(gap.first <= one and (gap.last is None or one <= gap.last) for gap in found)
        assert seated != free
