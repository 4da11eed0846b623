"""A commissioner starts a programme from blank, carries it through stages 1, 2 and 3, and seats the Expert Body.

Points 2 and 3 of the main job. Every page on the way is checked for accessibility.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from accounts.models import Role, User
from expertbody.models import Seat
from knowledge.selectors import suitability
from stages.models import Candidate, Programme, StageVisit
from tests import builders
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TODAY = date(2026, 2, 2)
SEATS = (
    ("commissioner", "Mary Seacole"),
    ("principal", "John Snow"),
    ("agent", "Octavia Hill"),
    ("service_users", "Rosa May Billinghurst"),
    ("academics", "Ada Lovelace"),
)


def one_commissioner() -> User:
    """Somebody who commissions another programme already, and so may start a new one."""
    person = builders.user("Mary Seacole", "mary@council.example.org")
    builders.programme("Older programme", commissioner=builders.organisation("Borough Council"), by=person)
    builders.organisation("Department of Outcomes")
    builders.organisation("Stepping Stones")
    return person


def start_programme(person: Person) -> str:
    person.go("/programmes/new/", "Start a programme")
    person.look_on_a_phone()
    person.fill(name="Homes that last", sector="Homelessness")
    person.press("Start the programme")
    person.refused("Select an organisation, or enter the name of another one")
    person.select("organisation", "Borough Council")
    person.choose("start", "blank")
    person.press("Start the programme")
    person.at("Stakeholder analysis")
    person.told("The programme has begun")
    return Programme.objects.get(name="Homes that last").slug


def write_purpose(person: Person, stage: str) -> None:
    person.go(stage, "Stakeholder analysis")
    person.sees("Not met")
    person.follow("Purpose", "urpose")
    person.look_on_a_phone()
    person.fill(
        aim="People who sleep rough settle in a home of their own.",
        why_pbr="The result can be seen and verified; how it is reached is best left to the provider.",
    )
    person.press("Save")


def assess_the_fit(person: Person, stage: str) -> None:
    """Answer every page of whether Payment by Results fits, as the commissioner."""
    person.go(stage, "Stakeholder analysis")
    person.follow("Should this be Payment by Results?", "Should this be Payment by Results?")
    person.choose("side", "commissioner")
    person.press("Start")
    for page in suitability.tool().pages:
        person.at(page.title)
        for question in page.questions:
            person.choose(question.code, question.options[0].code)
        for feature in suitability.tool().features if page.is_screen else ():
            person.choose(f"screen_{feature}", "2")
            person.fill(**{f"why_{feature}": "Seen in the records of the borough."})
        person.press("Save and continue")
    person.at("Suitable")


def analyse(person: Person, stage: str) -> None:
    person.go(f"{stage}alternatives/add/", "Add an alternative")
    person.fill(
        alternative="A grant with key-worker hours",
        conclusion="It pays for activity: two earlier grants left the count on the street unchanged.",
    )
    person.press("Save")
    person.at("Alternatives to Payment by Results")
    person.go(f"{stage}data-access/add/", "Add a record")
    person.fill(record="Tenancy register", holder="Borough housing service", measures="A home that is kept")
    person.choose("status", "agreed")
    person.press("Save")
    person.refused("Enter the legal gateway")
    person.fill(gateway="Housing Act 1996, section 213")
    person.press("Save")
    person.at("Map of data access")


STAKEHOLDERS = (
    ("People who sleep rough", "1", "3", "3", {"is_service_user": True, "is_affected": True}),
    ("Borough housing service", "3", "3", "3", {"survival_depends": True, "affects": True}),
    ("Street outreach charity", "2", "2", "1", {"affects": True}),
)


def register_stakeholders(person: Person, stage: str) -> None:
    for name, power, legitimacy, urgency, flags in STAKEHOLDERS:
        person.go(f"{stage}stakeholders/add/", "Add a stakeholder")
        person.fill(name=name, need="A home that can be kept", engagement="Meet every month")
        for flag in flags:
            person.tick(flag)
        person.choose("interest", "3")
        person.select("engagement_owner", "Mary Seacole")
        person.press("Save")
        person.at("Stakeholders")
        person.follow(name, name)
        person.choose("power", power)
        person.choose("legitimacy", legitimacy)
        person.choose("urgency", urgency)
        person.fill(evidence="Interviews of January 2026")
        person.press("Keep the scores")
        person.told(f"The scores of {name} are kept")
    person.go(f"{stage}stakeholders/", "Stakeholders")
    person.sees("Definitive")
    person.sees("Dependent")
    person.look_on_a_phone()


def log_practice_and_horizon(person: Person, stage: str) -> None:
    for kind in ("good", "bad"):
        person.go(f"{stage}practice/add/", "Add an example")
        person.fill(
            scheme="London rough sleepers", happened="Navigators stayed with each person.", lesson="Pay for staying.",
            source="Qualitative evaluation, 2017",
        )  # fmt: skip
        person.choose("kind", kind)
        person.press("Save")
    person.at("Good and bad practice")
    person.go(f"{stage}horizon/add/", "Add an item")
    person.fill(item="New housing duty", effect="More people are referred")
    person.choose("kind", "law")
    person.choose("likelihood", "medium")
    person.fill_date("expected_on", TODAY + timedelta(days=200))
    person.press("Save")
    person.at("Horizon")


def confirm(person: Person, stage: str, criterion: str) -> None:
    person.page.goto(f"{person.address}{stage}gate/criteria/{criterion}/")
    person.look()
    person.choose("holds", "yes")
    person.fill(evidence="Written opinion of the data-protection officer, 12 January 2026")
    person.press("Save")
    person.told("Your word is kept")


def pass_gate(person: Person, stage: str) -> None:
    person.page.goto(person.address + stage)
    person.look()
    person.follow("Decide and close the stage", "Decide the gate")
    person.choose("resolution", "pass")
    person.fill(rationale="Every criterion holds.")
    person.press("Record the decision")
    person.sees("Closed")


def choose_candidate(person: Person, stage: str, organisation: str, *, principal: bool) -> None:
    person.go(f"{stage}candidates/criteria/", "Criteria and weights")
    person.press("Save the criteria")
    person.go(f"{stage}candidates/add/", "Add a candidate")
    person.select("organisation", organisation)
    person.fill(case="It has done such work for ten years.")
    person.press("Save")
    person.go(f"{stage}candidates/declarations/", "Declarations of interest")
    person.page.get_by_role("main").locator("[type=radio][value=none]").first.check()
    person.press("Keep the declarations")
    person.told("Your declarations are kept")
    person.page.goto(f"{person.address}{stage}candidates/score/")
    person.look()
    main = person.page.get_by_role("main")
    for reason in main.locator("textarea[name^=reason_]").all():
        reason.fill("Accounts and references of 2025")
    for score in main.locator("select[name^=score_]").all():
        score.select_option("4")
    person.press("Keep the scores")
    person.sees("80")
    person.page.goto(f"{person.address}{stage}candidates/decide/")
    person.look()
    person.page.get_by_role("main").locator("[type=radio][name=candidate]").first.check()
    person.fill(rationale="The best placed of those who came forward.")
    if principal:
        person.fill(committed_funds="1500000", accountable_officer="Director of Finance")
    person.press("Record the choice")
    person.follow("Award the choice", "Award the choice")
    person.press("Award")
    person.told("The award is made")


def look_into_the_agent(person: Person, slug: str) -> None:
    candidate = Candidate.objects.get(programme__slug=slug, stage=3)
    where = f"/programmes/{slug}/stages/3/candidates/{candidate.pk}/"
    person.go(f"{where}due-diligence/", "Due diligence")
    person.fill(references="Two councils were called", working_capital="250000")
    person.press("Save")
    person.told("is kept")
    person.go(f"{where}cash/", "Cash plan")
    person.fill(
        months="24", monthly_cost="20000", monthly_fee="8000", monthly_income="14000", lag_months="4",
        pessimistic_share="85", pessimistic_delay_months="2",
    )  # fmt: skip
    person.press("Save")
    person.sees("Can it stand that?")
    person.go(f"{where}assumptions/add/", "Record a figure of the bid")
    person.choose("kind", "rate")
    person.fill(
        name="Homes kept, per cent", value="35", evidence_low="25", evidence_high="40", source="Three evaluations"
    )
    person.press("Save")
    person.sees("Inside")
    person.look_on_a_phone()


def declare_what_is_passed_down(person: Person, name: str) -> None:
    """A member of the chosen agent says itself what it can bear and what risk it passes on."""
    person.go("/", "Your work")
    person.follow(f"Say what {name} wants and can bear", "Your goals and risk")
    person.look_on_a_phone()
    person.follow("State your attitude to risk", "Attitude to risk")
    person.fill(maximum_loss="50000", working_capital_weeks="26", statement="We can stand half a year.")
    person.press("Save")
    person.refused("Select whether you pass risk down")
    person.choose("passes_risk_down", "no")
    person.press("Save")
    person.told("is kept")


def seat_the_body(person: Person, slug: str) -> None:
    for constituency, name in SEATS:
        person.go(f"/programmes/{slug}/expert-body/seats/add/", "Seat a person")
        person.choose("constituency", constituency)
        email = "mary@council.example.org" if name == "Mary Seacole" else f"{name.split()[0].lower()}@example.org"
        person.fill(email=email, name=name)
        person.fill_date("from_date", TODAY - timedelta(days=30))
        person.press("Seat the person")
        person.at("Expert Body")
    person.sees("All five constituencies are seated")
    person.look_on_a_phone()


def test_from_blank_to_a_seated_body(as_person: Callable[[User], Person]) -> None:
    commissioner = one_commissioner()
    person = as_person(commissioner)
    slug = start_programme(person)
    stages = {number: f"/programmes/{slug}/stages/{number}/" for number in (1, 2, 3, 4)}

    write_purpose(person, stages[1])
    assess_the_fit(person, stages[1])
    register_stakeholders(person, stages[1])
    log_practice_and_horizon(person, stages[1])
    analyse(person, stages[1])
    confirm(person, stages[1], "overall_fit")
    pass_gate(person, stages[1])

    choose_candidate(person, stages[2], "Department of Outcomes", principal=True)
    confirm(person, stages[2], "authority_delegated")
    pass_gate(person, stages[2])

    choose_candidate(person, stages[3], "Stepping Stones", principal=False)
    look_into_the_agent(person, slug)
    programme = Programme.objects.get(slug=slug)
    agent = Candidate.objects.get(programme=programme, stage=3).organisation
    declare_what_is_passed_down(
        as_person(builders.member(programme, Role.AGENT, organisation=agent)), "Stepping Stones"
    )
    person = as_person(commissioner)
    confirm(person, stages[3], "acts_for_principal")
    person.go(stages[3], "Agent identification")
    person.sees("Nobody sits for")
    person.go(f"{stages[3]}gate/1/decide/", "Decide the gate")
    person.choose("resolution", "pass")
    person.fill(rationale="The agent is chosen.")
    person.press("Record the decision")
    person.refused("Nobody sits for the constituency “Academics”")
    assert not StageVisit.objects.filter(programme__slug=slug, stage=4).exists()

    seat_the_body(person, slug)
    assert Seat.objects.filter(programme__slug=slug).count() == len(SEATS)
    pass_gate(person, stages[3])
    person.go(stages[4], "Strategy and operations")
    person.sees("Open")
    person.go(f"/programmes/{slug}/", "Homes that last")
    person.look_on_a_phone()


def test_a_closed_stage_can_be_read_and_not_changed(as_person: Callable[[User], Person]) -> None:
    programme = builders.programme_at_stage(3)
    person = as_person(builders.member(programme, Role.COMMISSIONER))
    person.go(f"/programmes/{programme.slug}/stages/1/purpose/", "Purpose")
    person.sees("closed")
    assert person.page.get_by_role("button", name="Save").count() == 0
