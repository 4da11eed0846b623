"""Participants who were handed over: each outcome is paid to the agent who had the participant on its event date.

The participant is judged as one, with one start: what was paid once to the first agent is not paid again to the second.
"""

from collections.abc import Sequence
from datetime import date

from payments.domain.entitlements import Participant
from payments.domain.inputs import Start

Holding = tuple[date, int]


def divide(judged: Participant, holdings: Sequence[Holding]) -> None:
    """Give every amount and every place in a volume to the agent of its event date. The fee of the start stays."""
    judged.entitlements = [
        one._replace(start=start_on(one.start, holdings, one.event_date)) if one.claim else one
        for one in judged.entitlements
    ]
    judged.counted = [one._replace(start=start_on(one.start, holdings, one.claim.event_date)) for one in judged.counted]


def start_on(start: Start, holdings: Sequence[Holding], day: date) -> Start:
    """The start under the agent who has the participant on the day. `holdings` are in order of their days."""
    agents = [agent for begins, agent in holdings if begins <= day]
    return start._replace(agent=agents[-1]) if agents else start
