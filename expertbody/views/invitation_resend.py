"""Send an invitation again, with a new link."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from accounts.errors import Forbidden, Refused
from accounts.requests import SignedInRequest
from expertbody.actions import invitations as invitations_action
from expertbody.selectors import invitations
from expertbody.views import links
from stages.selectors import programmes


@require_POST
def invitation_resend(request: SignedInRequest, slug: str, invitation_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    invitation = invitations.invitation_of(programme, invitation_id)
    link = links.invitation(request, programme.slug)
    try:
        invitations_action.send_again(invitation=invitation, link=link, by=request.user, at=now())
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The invitation is sent to {invitation.email} again. The earlier link is void.")
    return redirect("expertbody:composition", slug=programme.slug)
