import pytest

from expertbody.domain.votes import Votes, problem


@pytest.mark.parametrize(("votes", "seated"), [(Votes(1, 0, 0), 5), (Votes(3, 2, 0), 5), (Votes(1, 0, 4), 5)])
def test_more_votes_for_than_against_carry_a_resolution(votes: Votes, seated: int) -> None:
    assert problem(votes, seated=seated) == ""


@pytest.mark.parametrize("votes", [Votes(2, 2, 0), Votes(1, 3, 0), Votes(0, 0, 5)])
def test_a_resolution_without_a_majority_is_not_carried(votes: Votes) -> None:
    assert "more votes for it than against" in problem(votes, seated=5)


def test_no_more_members_vote_than_are_seated() -> None:
    assert problem(Votes(4, 1, 1), seated=5) == (
        "6 votes were entered, but only 5 members are seated. Check the numbers."
    )
    assert "only 1 member is seated" in problem(Votes(2, 0, 0), seated=1)


def test_somebody_must_vote_and_votes_are_never_negative() -> None:
    assert "No votes" in problem(Votes(0, 0, 0), seated=5)
    assert "negative" in problem(Votes(3, -1, 0), seated=5)
