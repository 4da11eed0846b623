"""How small counts are protected in the demonstration, what of it everybody may read, and its reports."""

from datetime import date

from accounts.models import User
from dashboards.actions import reports, reports_making
from delivery.actions import disclosure
from delivery.domain.disclosure import Rule
from monitoring.actions import publications
from pbrmanager.demo.calendar import moment
from pbrmanager.demo.cast import Cast
from stages.models import Programme


def publish(cast: Cast, programme: Programme, as_of: date) -> None:
    """The commissioner sets the rule and publishes the programme as it stands."""
    disclosure.set_rule(
        programme=programme,
        outcome="",
        source="own",
        rule=Rule(5),
        reason="Agreed with the agents: nobody who was helped may be recognised in what is published.",
        by=cast["commissioner"],
        at=moment(as_of, hour=2),
    )
    publications.publish(programme=programme, by=cast["commissioner"], at=moment(as_of, hour=2, minute=30))


def report(cast: Cast, programme: Programme, as_of: date) -> None:
    """The commissioner plans reports; one is made for those who may see records, and one for the Expert Body."""
    for part, minute in (("commissioner", 40), ("chair", 50)):
        _made(programme, cast[part], as_of, minute)
    reports.plan(
        programme=programme, every="quarter", pack_days=7, by=cast["commissioner"], at=moment(as_of, hour=2, minute=55)
    )


def _made(programme: Programme, by: User, as_of: date, minute: int) -> None:
    at = moment(as_of, hour=2, minute=minute)
    for asked in reports.ask(programme=programme, by=by, at=at):
        reports_making.make(report_id=asked.pk, at=at)
