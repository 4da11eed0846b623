import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertbody.domain import quorum

EVERYBODY = ["commissioner", "principal", "agent", "service_users", "academics"]


def test_the_default_asks_for_three_constituencies_the_service_users_and_half_the_members() -> None:
    rule = quorum.Rule()
    assert quorum.problem(["commissioner", "agent", "service_users"], seated=5, rule=rule) == ""
    assert rule.words == (
        "A vote needs at least 3 of the five constituencies, somebody for the service users and half of all members."
    )


@pytest.mark.parametrize(
    ("present", "seated", "said"),
    [
        (["commissioner", "service_users"], 4, "2 of the 3 constituencies needed"),
        (["commissioner", "principal", "agent", "academics"], 5, "Nobody is present for the service users"),
        (["commissioner", "agent", "service_users"], 7, "3 of 7 members are present, fewer than half"),
        ([], 5, "0 of the 3 constituencies"),
    ],
)
def test_without_a_quorum_it_says_who_is_needed(present: list[str], seated: int, said: str) -> None:
    problem = quorum.problem(present, seated=seated, rule=quorum.Rule())
    assert problem.startswith("There is no quorum, so nothing can be voted on.")
    assert said in problem


@given(
    st.lists(st.sampled_from(EVERYBODY)), st.sampled_from(EVERYBODY), st.integers(1, 5), st.booleans(), st.booleans()
)
def test_one_more_member_never_breaks_a_quorum(
    present: list[str], more: str, constituencies: int, users: bool, half: bool
) -> None:
    rule = quorum.Rule(constituencies, users, half)
    if not quorum.problem(present, seated=len(EVERYBODY), rule=rule):
        assert not quorum.problem([*present, more], seated=len(EVERYBODY), rule=rule)
