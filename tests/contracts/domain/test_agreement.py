"""How far two people agree, against figures that can be worked out by hand."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain import agreement, terms, written_cases
from contracts.domain.agreement import ANSWERS, CANNOT_TELL, COUNTS, DOES_NOT_COUNT
from monitoring.domain import stats
from tests.contracts import documents

ANSWER = st.sampled_from(list(ANSWERS))


def people(*, both: int, neither: int, first_only: int, second_only: int) -> list[dict[int, str]]:
    """Two people, by how many cases count for both, for neither, for the first or the second alone."""
    answers = [(COUNTS, COUNTS)] * both + [(DOES_NOT_COUNT, DOES_NOT_COUNT)] * neither
    answers += [(COUNTS, DOES_NOT_COUNT)] * first_only + [(DOES_NOT_COUNT, COUNTS)] * second_only
    return [dict(enumerate((pair[place] for pair in answers), 1)) for place in (0, 1)]


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    """20 yes-yes, 15 no-no, 5 and 10 apart: pₒ = 35/50, pₑ = (25·30 + 25·20)/2500 = 0.5, κ = 0.4.

    The variance by Fleiss, Cohen and Everitt: Σᵢ 0.4(1 − 1.1·0.6)² + 0.3(1 − 0.9·0.6)² = 0.10972; the cells apart
    0.36·[0.1(0.6 + 0.5)² + 0.2(0.4 + 0.5)²] = 0.10188; less (0.4 − 0.5·0.6)² = 0.01; over 50·0.25: 0.016128.
    """
    pair = agreement.compare(*people(both=20, neither=15, first_only=5, second_only=10))
    assert (pair.cases, pair.agreed) == (50, 35)
    assert pair.kappa == Decimal("0.4")
    assert pair.kappa_interval is not None
    assert abs(pair.kappa_interval.high - pair.kappa - Decimal("1.959964") * Decimal("0.016128").sqrt()) < Decimal(
        "1E-6"
    )


def test_the_interval_of_the_share_is_that_of_the_module_of_statistics() -> None:
    for agreed in (0, 7, 18, 20):
        ours, theirs = agreement.wilson(agreed, 20), stats.wilson(agreed, 20)
        assert abs(float(ours.low) - theirs.low) < 1e-6
        assert abs(float(ours.high) - theirs.high) < 1e-6


def test_full_agreement_has_kappa_one_and_says_how_little_twenty_cases_tell() -> None:
    pair = agreement.compare(*people(both=10, neither=10, first_only=0, second_only=0))
    assert pair.kappa == 1
    assert pair.kappa_interval is None
    assert Decimal("0.83") < pair.interval.low < Decimal("0.85")


def test_where_every_case_falls_the_same_way_kappa_cannot_be_told() -> None:
    both = people(both=20, neither=0, first_only=0, second_only=0)
    assert agreement.compare(*both).kappa is None
    assert "Every case falls the same way" in agreement.advice(both)[0]


@given(st.lists(st.tuples(ANSWER, ANSWER), min_size=1, max_size=60))
def test_agreement_is_the_same_from_either_side_and_kappa_stays_in_its_bounds(answers: list[tuple[str, str]]) -> None:
    one = dict(enumerate((first for first, _ in answers), 1))
    other = dict(enumerate((second for _, second in answers), 1))
    pair, back = agreement.compare(one, other), agreement.compare(other, one)
    assert (pair.agreed, pair.kappa) == (back.agreed, back.kappa)
    assert 0 <= pair.interval.low <= pair.interval.high <= 1
    if pair.kappa is not None:
        assert -1 <= pair.kappa <= 1
        assert (pair.kappa == 1) == (pair.agreed == pair.cases)


def test_of_several_people_the_two_who_agree_least_decide() -> None:
    first, second = people(both=10, neither=9, first_only=1, second_only=0)
    third = {**second, 1: DOES_NOT_COUNT, 2: CANNOT_TELL}
    found = agreement.least([first, second, third], current=True)
    assert found.agreed == 17
    assert not found.is_clear
    assert len(agreement.pairs([first, second, third])) == 3
    assert "Cases 1 and 20 counted for one and not for another" in agreement.advice([first, second, third])[0]
    assert "case 2 somebody could not tell" in agreement.advice([first, second, third])[1]


@pytest.mark.parametrize(
    ("field", "value", "same"),
    [
        ("definition", "In paid work for 25 weeks.", False),
        ("evidence", "A letter", False),
        ("window_days", 365, False),
        ("attribution", "Nobody else pays.", True),
        ("segmentation", "Everybody is alike.", True),
    ],
)
def test_a_test_is_out_of_date_when_words_change_that_decide_cases(field: str, value: object, same: bool) -> None:
    found = terms.parse(documents.version(number=1)).outcomes[0]
    other = dataclasses.replace(found, **{field: value})  # type: ignore[arg-type]
    assert (agreement.digest(found) == agreement.digest(other)) is same


def test_pasted_lines_become_cases_without_their_numbers() -> None:
    text = (
        "1. Worked for 26 weeks, then left.\n\n- Worked for 25 weeks and one day.\n•  Was ill for three weeks of 26.\n"
    )
    assert written_cases.read(text, ()) == (
        ["Worked for 26 weeks, then left.", "Worked for 25 weeks and one day.", "Was ill for three weeks of 26."],
        [],
    )


def test_every_line_that_is_no_case_is_told_with_its_number() -> None:
    kept = "Worked for 26 weeks, then left."
    text = f"Too short\nAsk Mr Smith on 0161 496 0000 about his work.\n{kept}\n{kept.lower()}"
    cases, wrong = written_cases.read(text, ())
    assert cases == ["Worked for 26 weeks, then left."]
    assert [line.split(":")[0] for line in wrong] == ["Line 1", "Line 2", "Line 4"]
    assert "a telephone number and a person's name" in wrong[1]
    _, many = written_cases.read("\n".join(f"A case of the number {number}" for number in range(101)), ())
    assert "at most 100 cases" in many[0]
