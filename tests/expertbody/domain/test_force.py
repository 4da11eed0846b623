from hypothesis import given
from hypothesis import strategies as st

from expertbody.domain import force
from expertbody.domain.force import Made


def made(number: int, **changes: object) -> Made:
    given = {"about": "stage:5", "resolved": "Pause the stage", "stands": True} | changes
    return Made(number, **given)  # type: ignore[arg-type]


def test_a_decision_is_in_force_until_its_matter_is_over_or_another_supersedes_it() -> None:
    assert made(1).state == force.IN_FORCE
    assert made(1, stands=False).state == force.CARRIED_OUT
    assert made(1, is_over=True).state == force.CARRIED_OUT
    assert made(1, is_over=True, superseded_by=2).state == force.SUPERSEDED


def test_a_decision_that_contradicts_one_in_force_is_refused_with_its_name() -> None:
    problem = force.problem("stage:5", [made(3)], supersedes=None, because="")
    assert problem.startswith("Decision 3 on the same matter is in force: “Pause the stage”.")
    assert "supersedes it, and why" in problem


def test_it_may_stand_when_it_says_which_it_supersedes_and_why() -> None:
    assert force.problem("stage:5", [made(3)], supersedes=3, because="They are right now.") == ""
    assert "Enter why" in force.problem("stage:5", [made(3)], supersedes=3, because=" ")


def test_another_matter_one_that_is_over_and_one_that_changes_nothing_are_free() -> None:
    assert force.problem("stage:4", [made(3)], supersedes=None, because="") == ""
    assert force.problem("stage:5", [made(3, is_over=True)], supersedes=None, because="") == ""
    assert force.problem("stage:5", [made(3)], supersedes=None, because="", changes_nothing=True) == ""


def test_what_is_named_must_be_there_about_the_same_matter_and_in_force() -> None:
    assert "no decision 9" in force.problem("stage:5", [made(3)], supersedes=9, because="So.")
    assert "another matter" in force.problem("stage:4", [made(3)], supersedes=3, because="So.")
    assert "not in force" in force.problem("stage:5", [made(3, is_over=True)], supersedes=3, because="So.")


@given(st.lists(st.booleans(), max_size=8))
def test_of_a_chain_in_which_each_supersedes_the_last_exactly_the_last_is_in_force(chain: list[bool]) -> None:
    known = [
        made(number + 1, superseded_by=number + 2 if number + 1 < len(chain) else None) for number in range(len(chain))
    ]
    assert [one.number for one in force.standing("stage:5", known)] == ([len(chain)] if chain else [])
