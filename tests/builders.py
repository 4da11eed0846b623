"""Plain builders: they call the actions, so that what cannot happen in the product cannot be built here.

`stage`, `visit` and the like are written out; names and addresses are counted so that nothing collides.
"""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.actions import organisations
from accounts.models import Organisation, Role, User
from accounts.selectors import users
from expertbody.actions import seats
from expertbody.models import Seat
from stages.actions import findings, gates, memberships, programmes, visits
from stages.domain import criteria
from stages.models import Finding, Programme, StageVisit
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
