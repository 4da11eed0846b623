"""What stage 1 of the demonstration found besides stakeholders: challenges, baseline, data access, alternatives."""

from datetime import datetime, timedelta
from typing import Any

from pbrmanager.demo.calendar import Calendar, moment
from pbrmanager.demo.cast import Cast
from stages.actions import analysis, horizon
from stages.models import Appraisal, Baseline, Challenge, DataSource, HorizonEntry, Programme

CHALLENGES = (
    ("internal", "Two of the council's databases do not know each other", "One export a month, matched by hand."),
    (
        "internal",
        "Advisers leave after fourteen months on average",
        "Agents tell their turnover each quarter.",
    ),
    ("external", "Rents rise faster than pay in three of the five towns", ""),
)
BASELINE = (
    ("Results in the year before", "31 of 240 people (made up)", "The year before the call", "Waiting list", "fair"),
    ("Cost of a person to all services", "£14,200 a year (made up)", "Two years before", "Sample of 60", "weak"),
)
DATA = (
    ("Payroll and school records, by extract", "The county", "Digital Economy Act 2017, section 35", "Every outcome"),
    ("The agents' own files", "Each agent", "Consent of the participant, form 2", "Starts, and the story between"),
)
WEIGHED = {
    "cost": "About the same to buy; a third of the cost of checking.",
    "risk": "The commissioner bears all of it.",
    "quality": "Nobody would be left out for being hard to help.",
    "evidence": "Two earlier grants in the county, neither evaluated.",
}


def analyse(cast: Cast, programme: Programme, at: datetime, *, alternative: str, conclusion: str) -> None:
    """The four registers, with two alternatives."""
    given: dict[str, Any] = {"programme": programme, "by": cast["commissioner"], "at": at}
    for side, what, response in CHALLENGES:
        owner = cast["commissioner"] if response else None
        analysis.add(model=Challenge, side=side, what=what, response=response, owner=owner, **given)
    for measure, value, period, source, quality in BASELINE:
        analysis.add(
            model=Baseline, measure=measure, value=value, period=period, source=source, quality=quality, **given
        )
    for record, holder, gateway, measures in DATA:
        analysis.add(
            model=DataSource, record=record, holder=holder, gateway=gateway, measures=measures, status="agreed", **given
        )
    analysis.add(model=Appraisal, **({"alternative": alternative, "conclusion": conclusion} | WEIGHED | given))
    analysis.add(
        model=Appraisal, alternative="Fee for each hour of advice", **given,
        conclusion="It was tried twice, and paid for hours whether or not they helped.",
    )  # fmt: skip


def answer_horizon(cast: Cast, programme: Programme, calendar: Calendar, *, ask: bool) -> None:
    """What has come due on the horizon is put off, except where the commissioner is still to be asked."""
    at = moment(calendar.today - timedelta(days=20))
    for entry in HorizonEntry.objects.to_ask(at.date()).filter(programme=programme).select_related("programme"):
        if not ask:
            horizon.answer(
                entry=entry, answer="not_yet", note="The bill was put off to the next session.",
                new_date=calendar.today + timedelta(days=190), by=cast["commissioner"], at=at,
            )  # fmt: skip
