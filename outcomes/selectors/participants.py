"""What the page of a participant shows of outcomes: the claims, and what may be recorded now."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from delivery import permissions as delivery_permissions
from delivery.models import Participant
from delivery.selectors import access, participant_events
from outcomes.models import Claim
from outcomes.selectors import claims

MOST = 50


def panel(participant: Participant, viewer: User) -> dict[str, Any]:
    """The claims that the viewer may see, the latest event first, and links to what the viewer may do."""
    shown = claims.with_state(Claim.objects.filter(participant=participant).visible_to(viewer))
    rows = list(shown.select_related("agent").order_by("-event_date", "-pk")[: MOST + 1])
    return {
        "programme": participant.programme,
        "claims": rows[:MOST],
        "more": len(rows) > MOST,
        "reference": participant.reference,
        "state_words": claims.STATE_WORDS,
        "links": links(participant, viewer),
    }


def links(participant: Participant, viewer: User) -> list[tuple[str, str]]:
    """What the viewer may record about the participant now: (words, address)."""
    programme = participant.programme
    if not access.for_events(programme, viewer).is_open:
        return []
    today, holder = participant_events.agent_on(participant, localdate()), participant_events.holder(participant)
    found = []
    if delivery_permissions.can_act_for(viewer, "delivery.record", programme, today):
        said = (
            "Record that the participant came back" if participant_events.last_exit(participant) else "Record an exit"
        )
        found.append((said, "outcomes:participant_exit"))
    may_hand_over = delivery_permissions.can_act_for(viewer, "delivery.record", programme, holder)
    if may_hand_over and access.contract_agents(programme).exclude(pk=holder.pk).exists():
        found.append(("Hand over to another agent", "outcomes:participant_transfer"))
    may_ask = delivery_permissions.may_reclassify(viewer, programme, today)
    if may_ask and participant.version.segments.exclude(code=participant.segment).exists():
        found.append(("Ask for another segment", "delivery:participant_reclassify"))
    return [(words, reverse(name, args=[programme.slug, participant.pk])) for words, name in found]
