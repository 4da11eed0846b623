"""Seats that were offered, and how they were answered."""

from django.http import Http404

from expertbody.domain import invitations as rules
from expertbody.models import Invitation
from expertbody.models.invitations import InvitationQuerySet
from stages.models import Programme


def _read() -> InvitationQuerySet:
    return Invitation.objects.select_related("programme", "invited_by", "organisation", "seat", "mail")


def waiting(programme: Programme) -> list[Invitation]:
    """The offers that nobody has answered yet, the latest first."""
    return list(_read().open().filter(programme=programme).order_by("-sent_at"))


def answered(programme: Programme) -> list[Invitation]:
    """The offers that were declined or withdrawn, the latest first. Those that were accepted are seats."""
    found = _read().filter(programme=programme, answer__in=[Invitation.Answer.DECLINED, Invitation.Answer.WITHDRAWN])
    return list(found.order_by("-answered_at"))


def invitation_of(programme: Programme, invitation_id: int) -> Invitation:
    """One offer of the programme; the page does not exist otherwise."""
    found = _read().filter(programme=programme, pk=invitation_id).first()
    if found is None:
        raise Http404("No such invitation")
    return found


def by_token(slug: str, token: str) -> Invitation:
    """The offer whose link holds the token; the page does not exist otherwise."""
    found = _read().filter(programme__slug=slug, token_hash=rules.hashed(token)).first()
    if found is None:
        raise Http404("No such invitation")
    return found
