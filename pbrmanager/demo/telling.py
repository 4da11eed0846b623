"""What people of the demonstration are told, and a webhook that shows how one is looked after."""

from datetime import date

from dashboards.actions import reminding
from notifications.domain import kinds
from pbrmanager.demo.calendar import moment
from pbrmanager.demo.cast import Cast
from stages.actions import handing_out, webhooks
from stages.selectors import webhooks as selectors

AGENT = "harbour-pathways"


def tell(cast: Cast, as_of: date) -> None:
    """An agent has a webhook that leads nowhere and is paused; notices come from the last days and from what is due."""
    at = moment(as_of, hour=3)
    agent = cast.speaking_for(AGENT)
    for organisation, programmes in selectors.choices(agent).items():
        endpoint, _secret = webhooks.make(
            organisation=organisation, purpose="Case management (example)", url="https://hooks.example.org/pbr",
            kinds=list(kinds.BY_CODE), programmes=[one.slug for one in programmes], by=agent, at=at,
        )  # fmt: skip
        webhooks.test(endpoint=endpoint, by=agent, at=at)
        because = "It is an example: nothing listens at this address."
        webhooks.pause(endpoint=endpoint, because=because, by=agent, at=at)
    handing_out.hand_out(at=at)
    reminding.remind(at=at)
