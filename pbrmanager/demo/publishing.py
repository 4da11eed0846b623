"""How small counts are protected in the demonstration, and what of it everybody may read."""

from datetime import date

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
