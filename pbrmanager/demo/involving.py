"""How the stakeholders of the demonstration are spoken with, spoken for, and needed by the outcomes."""

from collections.abc import Collection
from datetime import datetime, timedelta

from contracts.actions import needs
from contracts.models import ContractVersion
from contracts.selectors import needs as needs_selector
from expertbody.actions import advocates
from pbrmanager.demo.calendar import Calendar, moment
from pbrmanager.demo.cast import Cast
from stages.actions import engagement
from stages.models import Programme, Stakeholder

USERS, ADVISERS = "People who use the service", "Front-line advisers"
SPEAKS_FOR = {"service-user": USERS, "seat-agent": ADVISERS}
CONTACTS = (
    (
        USERS, 250, "survey", "31 people, asked by members of Our Say Northmere",
        "They want one person who stays. The first meeting came too late for a third of them.",
    ),
    (
        USERS, 34, "meeting", "14 people at the quarterly meeting",
        "The first meeting now comes in time. Letters are still hard to read; two offered to rewrite them.",
    ),
    (
        ADVISERS, 61, "event", "22 advisers from every agent",
        "Caseloads of more than forty leave no time for those who need most.",
    ),
)  # fmt: skip


def _ago(calendar: Calendar, days: int) -> datetime:
    return moment(calendar.today - timedelta(days=days))


def _named(programme: Programme, name: str) -> Stakeholder:
    return Stakeholder.objects.get(programme=programme, name=name)


def speak_for(cast: Cast, programme: Programme, calendar: Calendar) -> None:
    """The seats of service users and of the agent speak for those who press most; the principal's for its own body."""
    at = _ago(calendar, 200)
    for key, name in SPEAKS_FOR.items():
        seat = programme.seats.get(user=cast[key])
        advocates.speak_for(seat=seat, stakeholder=_named(programme, name), by=cast["chair"], at=at)
    fund = programme.stakeholders.get(survival_depends=True)
    seat = programme.seats.get(user=cast["seat-principal"])
    advocates.speak_for(seat=seat, stakeholder=fund, by=cast["chair"], at=at)


def keep_in_contact(cast: Cast, programme: Programme, calendar: Calendar, *, silent: bool = False) -> None:
    """Contacts of the last year. Where it has become `silent`, nobody has spoken with the fund for long."""
    fund = programme.stakeholders.get(survival_depends=True)
    last = (fund.name, 140 if silent else 45, "call", "Director of the fund", "It goes on, if verification stays.")
    for name, days, how, with_whom, said in (*CONTACTS, last):
        one = _named(programme, name)
        at = _ago(calendar, days)
        if at < one.added_at:
            continue
        engagement.record_contact(
            stakeholder=one, held_on=at.date(), how=how, with_whom=with_whom, said=said,
            next_review_on=(at + timedelta(days=100)).date(), by=cast["commissioner"], at=at,
        )  # fmt: skip


def trace(cast: Cast, version: ContractVersion, *, forgotten: Collection[str] = ()) -> None:
    """Every outcome of a draft answers the need of those who use the service, but for those that nobody thought of."""
    programme = version.programme
    for outcome in needs_selector.payable([programme.pk])[programme.pk]:
        if outcome.code in forgotten:
            continue
        needs.trace(
            programme=programme, outcome=outcome.code, to=[_named(programme, USERS)], by=cast["commissioner"],
            at=version.drafted_at,
        )  # fmt: skip
