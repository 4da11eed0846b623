"""An assessor's way: declare, score alone, see the others only then, agree, and see how firm the ranking is."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Role, User
from stages.actions import selection
from stages.domain import selection as rules
from stages.models import Candidate, Programme, SelectionAward
from tests import builders
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AT = builders.later(days=1)


def programme_with_candidates() -> Programme:
    """A programme at stage 3 with two criteria and two candidates; another assessor has scored both."""
    programme = builders.programme_at_stage(3, name="Homes that last")
    given: dict[str, Any] = {"programme": programme, "stage": 3, "by": builders.system(), "at": AT}
    weighted = [("price", "Price", 60), ("record", "Record", 40)]
    rows = selection.set_criteria(
        criteria=[rules.Weighted(code, name, Decimal(weight)) for code, name, weight in weighted], **given
    )
    other = builders.member(programme, Role.EXPERT_BODY)
    for name, marks in (("Harbour Pathways", (5, 2)), ("Tideway Works", (4, 3))):
        candidate = selection.add_candidate(organisation=builders.organisation(name), **given)
        builders.declare_none(programme, 3, other)
        scores = [
            rules.Scored(row.pk, mark, "The other assessor's reason") for row, mark in zip(rows, marks, strict=True)
        ]
        selection.score(candidate=candidate, scores=scores, by=other, at=AT)
    return programme


def declare_and_score(person: Person, where: str) -> None:
    person.go(f"{where}score/", "Your scores")
    person.sees("declare whether you have an interest")
    person.go(f"{where}declarations/", "Declarations of interest")
    main = person.page.get_by_role("main")
    for none in main.locator("[type=radio][value=none]").all():
        none.check()
    person.press("Keep the declarations")
    person.told("Your declarations are kept")
    person.go(where, "Candidates to be the agent")
    person.sees("You see your own scores alone")
    person.sees_not("The other assessor's reason")
    person.go(f"{where}score/", "Your scores")
    for reason in main.locator("textarea[name^=reason_]").all():
        reason.fill("Accounts and references")
    for score in main.locator("select[name^=score_]").all():
        score.select_option("3")
    person.press("Keep the scores")
    person.told("Your scores are kept")
    person.sees("The other assessor's reason")


def agree(person: Person, candidate: Candidate) -> None:
    person.follow(f"Moderate the scores of {candidate}", "Moderate the scores")
    person.look_on_a_phone()
    main = person.page.get_by_role("main")
    for score, mark in zip(main.locator("select[name^=score_]").all(), ("5", "2"), strict=True):
        score.select_option(mark)
    for reason in main.locator("textarea[name^=reason_]").all():
        reason.fill("The dearer bid had the better accounts")
    person.press("Keep the agreed scores")
    person.told(f"The agreed scores of {candidate} are kept")
    person.look_on_a_phone()


def test_an_assessor_scores_alone_and_then_agrees(as_person: Callable[[User], Person]) -> None:
    programme = programme_with_candidates()
    where = f"/programmes/{programme.slug}/stages/3/candidates/"
    person = as_person(builders.member(programme, Role.COMMISSIONER))
    declare_and_score(person, where)
    agree(person, programme.candidates.earliest("pk"))
    person.go(f"{where}sensitivity/", "Sensitivity to the weights")
    person.sees("Harbour Pathways comes first")
    person.look_on_a_phone()


def rank(person: Person, address: str, *places: str) -> None:
    """Put the goals in this order."""
    person.go(address, "the goals")
    boxes = person.page.get_by_role("main").locator("select[name^=place_]").all()
    for box, place in zip(boxes, places, strict=True):
        box.select_option(place)
    person.press("Keep the order")
    person.told("is kept")


def test_parties_are_heard_and_a_consortium_is_entered(as_person: Callable[[User], Person]) -> None:
    programme = programme_with_candidates()
    candidate = programme.candidates.earliest("pk")
    builders.agent_diligence(candidate)
    commissioner = builders.member(programme, Role.COMMISSIONER)
    person = as_person(commissioner)
    goals = f"/programmes/{programme.slug}/stages/3/goals/"
    person.go(goals, "Goals and risk")
    person.follow("Set the goals", "Goals")
    person.fill(goals="Results that last\nA service with trust")
    person.press("Save")
    rank(person, f"{goals}commissioner/rank/", "1", "2")
    agent = as_person(builders.member(programme, Role.AGENT, organisation=candidate.organisation))
    rank(agent, f"{goals}{candidate.pk}/rank/", "2", "1")
    agent.go(f"{goals}{candidate.pk}/risk/", "risk")
    agent.fill(maximum_loss="150000", working_capital_weeks="26", statement="Half a year without pay.")
    agent.choose("passes_risk_down", "no")
    agent.press("Save")
    person = as_person(commissioner)
    person.go(goals, "Goals and risk")
    person.sees("Far apart")
    person.sees("Half a year without pay.")
    person.look_on_a_phone()
    where = f"/programmes/{programme.slug}/stages/3/candidates/{candidate.pk}/"
    person.go(f"{where}consortium/", "Consortium")
    for index, (name, share) in enumerate((("Harbour Pathways", "60"), ("Tideway Works", "30"))):
        person.select(f"organisation_{index}", name)
        person.fill(**{f"{part}_{index}": share for part in ("work", "pay", "risk")})
    person.select("lead", "Member 1")
    person.press("Keep the consortium")
    person.refused("The shares of work sum to 90 per cent")
    person.fill(work_1="40", pay_1="40", risk_1="40")
    person.press("Keep the consortium")
    person.at("Harbour Pathways")
    person.look_on_a_phone()


def test_a_choice_waits_for_its_standstill_and_every_candidate_gets_a_letter(
    as_person: Callable[[User], Person],
) -> None:
    programme = programme_with_candidates()
    chosen = programme.candidates.earliest("pk")
    person = as_person(builders.member(programme, Role.COMMISSIONER))
    where = f"/programmes/{programme.slug}/stages/3/candidates/"
    person.go(f"{where}decide/", "Choice of the agent")
    person.choose("candidate", str(chosen.pk))
    person.fill(rationale="The better accounts.", standstill_days="10")
    person.press("Record the choice")
    person.sees("10 days after the day of the choice")
    with person.page.expect_download() as letter:
        person.page.get_by_role("link", name="Letter to Tideway Works (PDF)").click()
    assert letter.value.suggested_filename.endswith(".pdf")
    person.follow("Award the choice", "Award the choice of the agent")
    person.press("Award")
    person.refused("The standstill lasts until the end of")
    assert not SelectionAward.objects.exists()
