"""Plain builders: they call the actions, so that what cannot happen in the product cannot be built here.

`stage`, `visit` and the like are written out; names and addresses are counted so that nothing collides.
"""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.actions import organisations
from accounts.models import Organisation, Role, User
from accounts.selectors import users
from expertbody.actions import seats, voices
from expertbody.models import Seat, Voice
from knowledge.actions import entries
from knowledge.actions import suitability as suitability_action
from knowledge.domain import suitability as suitability_rules
from knowledge.models import Assessment, Entry
from knowledge.selectors import suitability
from stages import permissions
from stages.actions import (
    agency,
    analysis,
    awards,
    conflicts,
    diligence,
    findings,
    fits,
    gates,
    memberships,
    programmes,
    purpose,
    registers,
    selection,
    stakeholders,
    visits,
)
from stages.domain import criteria
from stages.domain import selection as selection_rules
from stages.models import (
    Appraisal,
    Baseline,
    Candidate,
    Challenge,
    CorrectiveAction,
    DataSource,
    Finding,
    Programme,
    RiskStatement,
    StageVisit,
)
from stages.selectors import visits as visits_selector

MOMENT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
_count = itertools.count(1)


def later(*, days: float = 0, hours: float = 0) -> datetime:
    """A moment after `MOMENT`."""
    return MOMENT + timedelta(days=days, hours=hours)


def system() -> User:
    """The system user on whose behalf builders act where no person matters."""
    return users.system_user("tests")


def organisation(name: str = "", code: str = "", **fields: Any) -> Organisation:
    """An organisation; without a name, a new one."""
    name = name or f"Organisation {next(_count)}"
    made, _created = organisations.ensure(name=name, code=code, by=system(), at=MOMENT, **fields)
    return made


def user(name: str = "", email: str = "", password: str | None = None) -> User:
    """A person with an account and no role."""
    number = next(_count)
    return User.objects.create_user(email or f"person{number}@example.org", password, name=name or f"Person {number}")


def programme(
    name: str = "", *, commissioner: Organisation | None = None, by: User | None = None, **fields: Any
) -> Programme:
    """A programme with stage 1 open. `by` becomes its commissioner; without it, the system starts it."""
    return programmes.create(
        name=name or f"Programme {next(_count)}",
        commissioner=commissioner or organisation(),
        by=by or system(),
        at=fields.pop("at", MOMENT),
        **fields,
    )


def member(
    programme: Programme, role: str, *, organisation: Organisation | None = None, user: User | None = None
) -> User:
    """A person with a role in the programme. Agents and principals get a new organisation unless one is given."""
    person = user or _new_person(role)
    body = organisation or (_new_organisation(role) if role in {Role.AGENT, Role.PRINCIPAL} else None)
    memberships.grant(programme=programme, user=person, role=role, organisation=body, by=system(), at=MOMENT)
    return person


def held_before(programme: Programme, role: str, person: User, body: Organisation | None = None) -> User:
    """A role beside one that does not go with it: as where a pack replays roles that followed each other."""
    memberships.replay(programme=programme, user=person, role=role, organisation=body, by=system(), at=MOMENT)
    return person


def _new_person(role: str) -> User:
    return user(f"{Role(role).label} {next(_count)}")


def _new_organisation(role: str) -> Organisation:
    return organisation(f"{Role(role).label} organisation {next(_count)}")


def programme_at_stage(stage: int, *, at: datetime = MOMENT, **fields: Any) -> Programme:
    """A programme whose stages before `stage` were closed once, as decided before it was brought into the system."""
    made = programme(at=at, **fields)
    for number in range(1, min(stage, 5)):
        pass_decided_elsewhere(made, number, at=at)
    return made


def pass_decided_elsewhere(programme: Programme, stage: int, *, at: datetime = MOMENT) -> StageVisit:
    """Close the open visit of a stage as a gate that was decided before the programme came into the system."""
    visit = open_visit(programme, stage)
    return visits.close_decided_elsewhere(
        visit=visit, by=system(), at=at, decision="Decided before the programme was brought into this system."
    )


def confirm_all(visit: StageVisit, *, by: User | None = None, at: datetime | None = None) -> None:
    """Confirm, with evidence, every criterion of the visit's gate that a person must confirm."""
    for row in criteria.of_stage(visit.stage):
        if row.is_confirmed_by_a_person:
            gates.confirm(
                visit=visit,
                criterion=row.code,
                holds=True,
                evidence="Seen in the minutes of the board.",
                by=by or system(),
                at=at or visit.opened_at,
            )


def closed_stage_3(programme: Programme) -> StageVisit:
    """Carry the programme through its third gate, judged here, with the Expert Body seated."""
    for stage in (1, 2):
        pass_decided_elsewhere(programme, stage)
    selection_records(programme, 3)
    body(programme)
    visit = open_visit(programme, 3)
    confirm_all(visit)
    return visits.close_stage(visit=visit, by=system(), at=later(days=9), decision="The agent is chosen.")


def open_visit(programme: Programme, stage: int) -> StageVisit:
    """The open visit of the stage, which must exist."""
    visit = visits_selector.open_visit(programme, stage)
    assert visit is not None, f"stage {stage} is not open"
    return visit


def finding(programme: Programme, *, stages: tuple[int, ...] = (4,), key: str = "", **fields: Any) -> Finding:
    """A finding that questions the stages."""
    given: dict[str, Any] = {
        "title": "Sustained jobs fall short",
        "summary": "Sustained jobs were below the minimum performance level in two quarters.",
        "source": Finding.Source.MONITORING,
        "severity": Finding.Severity.RED,
        "evidence": {"target": "sustained_job", "actual": "0.21", "expected": "0.35", "low": "0.18", "high": "0.24"},
        "by": system(),
        "at": later(days=30),
    }
    made, _created = findings.raise_finding(
        programme=programme,
        key=key or f"test:{next(_count)}",
        stages=[(stage, "The price by segment may favour the easier cases.") for stage in stages],
        **(given | fields),
    )
    return made


def seat(programme: Programme, constituency: str = "academics", *, user: User | None = None, **fields: Any) -> Seat:
    """A person seated on the Expert Body from the first moment on."""
    person = user or _new_person(Role.EXPERT_BODY)
    given: dict[str, Any] = {"from_date": MOMENT.date(), "by": system(), "at": MOMENT}
    return seats.seat(programme=programme, constituency=constituency, user=person, **(given | fields))


def body(programme: Programme, **fields: Any) -> list[Seat]:
    """An Expert Body with one member for each constituency; the academic chairs it."""
    return [
        seat(programme, constituency, is_chair=constituency == Seat.Constituency.ACADEMICS, **fields)
        for constituency in Seat.Constituency.values
    ]


def stage_1_records(programme: Programme, *, by: User | None = None, at: datetime = MOMENT) -> None:
    """Everything that the computed criteria of the first gate ask for."""
    given: dict[str, Any] = {"programme": programme, "by": by or system(), "at": at}
    owner = member(programme, Role.COMMISSIONER)
    purpose.write(
        **given,
        aim="Help people who sleep rough into a home that they keep.",
        why_pbr="Results can be counted from records that are kept already.",
    )
    fit_answers(programme, by=by, at=at)
    analysis_records(programme, by=by, at=at)
    for name, scores in (("People who sleep rough", (1, 3, 3)), ("Council", (3, 3, 2)), ("Hostels", (2, 2, 1))):
        made = stakeholders.add(
            **given,
            name=name,
            interest=3,
            survival_depends=name == "Council",
            is_service_user=name == "People who sleep rough",
            engagement="Meet every month",
            engagement_owner=owner,
        )
        marks = dict(zip(("power", "legitimacy", "urgency"), scores, strict=True))
        stakeholders.score(stakeholder=made, evidence="Interviews", by=given["by"], at=at, **marks)
    for kind in ("good", "bad"):
        registers.add_practice(
            **given,
            scheme=f"A scheme of {kind} practice",
            kind=kind,
            happened="It paid for quarterly counts.",
            lesson="Count people, not beds.",
            source="Published evaluation",
        )
    registers.add_horizon(
        **given,
        item="New duty on councils",
        kind="law",
        likelihood="high",
        expected_on=date(2027, 4, 1),
        effect="More people are counted.",
    )


def agent_diligence(candidate: Candidate, *, by: User | None = None, at: datetime = MOMENT) -> None:
    """A candidate to be the agent whose cash stands the pessimistic case, and whose bid lies inside the evidence."""
    given: dict[str, Any] = {"candidate": candidate, "by": by or system(), "at": at}
    diligence.record_agent(
        **given,
        delivery_history="Two programmes for half as many people.",
        references="Both councils were called.",
        working_capital=Decimal("150000.00"),
        maximum_pbr_share=Decimal(60),
    )
    diligence.plan_cash(
        **given,
        months=24,
        monthly_cost=Decimal("20000.00"),
        monthly_fee=Decimal("10000.00"),
        monthly_income=Decimal("12000.00"),
        lag_months=4,
        pessimistic_share=Decimal(85),
        pessimistic_delay_months=2,
    )
    diligence.add_assumption(
        **given,
        kind="rate",
        name="Homes kept for six months, per cent",
        value=Decimal(35),
        evidence_low=Decimal(25),
        evidence_high=Decimal(40),
        source="Three published evaluations",
    )


def analysis_records(programme: Programme, *, by: User | None = None, at: datetime = MOMENT) -> None:
    """One challenge, one baseline, one record that may be had, and one alternative that was appraised."""
    given: dict[str, Any] = {"programme": programme, "by": by or system(), "at": at}
    analysis.add(model=Challenge, side="internal", what="Two databases that do not speak to each other", **given)
    analysis.add(
        model=Baseline, measure="People seen on the street", value="212", period="Autumn 2025",
        source="Annual count", quality="fair", **given,
    )  # fmt: skip
    analysis.add(
        model=DataSource, record="Tenancy register", holder="Council", gateway="Housing Act 1996, section 213",
        status="agreed", measures="A home that is kept", **given,
    )  # fmt: skip
    analysis.add(
        model=Appraisal, alternative="Block grant", **given,
        conclusion="It would pay for beds, whether or not anybody moved on.",
    )  # fmt: skip


def selection_records(programme: Programme, stage: int, *, by: User | None = None, at: datetime = MOMENT) -> Candidate:
    """Criteria, two candidates scored on all of them, and the choice of the first, who is returned."""
    given: dict[str, Any] = {"programme": programme, "stage": stage, "by": by or system(), "at": at}
    criteria_set = selection.set_criteria(**given, criteria=selection_rules.DEFAULTS[stage])
    candidates = [selection.add_candidate(**given, organisation=organisation()) for _number in range(2)]
    for mark, candidate in zip((4, 2), candidates, strict=True):
        scores = [selection_rules.Scored(row.pk, mark, "From the annual report") for row in criteria_set]
        selection.score(candidate=candidate, scores=scores, by=given["by"], at=at)
    if stage == 3:
        agent_diligence(candidates[0], by=given["by"], at=at)
        risk_stated(candidates[0], at=at)
    selection.decide(
        candidate=candidates[0],
        rationale="Best on every criterion.",
        committed_funds=Decimal("5000000.00") if stage == 2 else None,
        accountable_officer="Director of Finance" if stage == 2 else "",
        by=given["by"],
        at=at,
    )
    awards.award(programme=programme, stage=stage, by=given["by"], at=at)
    return candidates[0]


def risk_stated(
    candidate: Candidate, *, by: User | None = None, at: datetime = MOMENT, **changes: Any
) -> RiskStatement:
    """What a candidate to be the agent says of risk, itself."""
    given: dict[str, Any] = {
        "maximum_loss": Decimal(100_000), "working_capital_weeks": 52, "statement": "We can wait.",
        "passes_risk_down": False,
    }  # fmt: skip
    return agency.state_risk(
        programme=candidate.programme, party="candidate", candidate=candidate, by=by or system(), at=at,
        **(given | changes),
    )  # fmt: skip


def declare_none(programme: Programme, stage: int, by: User, *, at: datetime = MOMENT) -> None:
    """Declare that `by`, who may score in a stage that is open, has an interest in none of its candidates."""
    if permissions.can(by, "stage.score", programme) and visits_selector.is_open(programme, stage):
        named = programme.candidates.filter(stage=stage).values_list("pk", flat=True)
        words = dict.fromkeys(named, (False, ""))
        conflicts.declare_all(programme=programme, stage=stage, declarations=words, by=by, at=at)


LESSON: dict[str, Any] = {
    "title": "Prices by segment were agreed too early",
    "happened": "The harder cases were fewer than planned, and their price was not looked at again.",
    "lesson": "Look at prices by segment once the first cohort is in.",
    "example": "bad",
    "need": "home",
    "outcome": "housing",
}
"""The words of a lesson, as those who close a finding or a programme write them."""


def fitting(page: suitability_rules.Page) -> dict[str, str | list[str]]:
    """Answers to a page of the suitability tool that speak for Payment by Results."""
    given: dict[str, str | list[str]] = {question.code: [question.options[0].code] for question in page.questions}
    for code in suitability.tool().features if page.is_screen else ():
        given |= {f"screen_{code}": "2", f"why_{code}": "Seen in the records of the council"}
    return given


def answers(
    *, side: str = "commissioner", by: User | None = None, at: datetime = MOMENT, until: int = 12, **changed: Any
) -> tuple[Assessment, str]:
    """Answers to the suitability tool up to a page, and their key. All speak for it but those named."""
    begun, key = suitability_action.begin(side=side, service="Homes for rough sleepers", by=by, at=at)
    for page in suitability.tool().pages[:until]:
        given = fitting(page) | {name: value for name, value in changed.items() if name in fitting(page)}
        begun = suitability_action.answer(assessment=begun, number=page.number, given=given, by=by, at=at)
    return begun, key


def fit_answers(
    programme: Programme, *, by: User | None = None, at: datetime = MOMENT, side: str = "commissioner", **changed: Any
) -> Assessment:
    """Answers to whether Payment by Results fits the programme, which all speak for it but those named."""
    said: dict[str, Any] = {}
    for page in suitability.tool().pages:
        said |= fitting(page)
    return fits.bring(programme=programme, side=side, answers={**said, **changed}, by=by or system(), at=at)


def library_entry(**fields: Any) -> Entry:
    """An entry of the library, of no programme."""
    given: dict[str, Any] = {
        **LESSON,
        "kind": Entry.Kind.PRACTICE,
        "strength": Entry.Strength.MODERATE,
        "sector": "Housing",
        "source": "Published evaluation",
        "by": system(),
        "at": MOMENT,
    }
    return entries.add(**(given | fields))


def action(finding: Finding, *, owner: User | None = None, **fields: Any) -> CorrectiveAction:
    """A corrective action on the finding, owned by a commissioner unless an owner is given."""
    given: dict[str, Any] = {
        "what": "Raise the price for the harder segment",
        "due_on": date(2026, 6, 30),
        "by": system(),
        "at": later(days=32),
    }
    who = owner or member(finding.programme, Role.COMMISSIONER)
    return findings.add_action(finding=finding, owner=who, **(given | fields))


def voice(programme: Programme, *, stages: tuple[int, ...] = (5,), **fields: Any) -> Voice:
    """What somebody who uses the service said, without a name."""
    given: dict[str, Any] = {
        "heard_on": MOMENT.date(),
        "gathered": Voice.Gathered.INTERVIEW,
        "said": "I had three workers in half a year and told my story three times.",
        "theme": "One worker who stays",
        "by": system(),
        "at": later(days=1),
    }
    return voices.add(programme=programme, stages=stages, **(given | fields))
