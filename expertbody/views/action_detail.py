"""One action of the Expert Body: its owner, its day, what was done and whether it worked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from expertbody.selectors import body_actions
from stages.selectors import programmes


def action_detail(request: SignedInRequest, slug: str, action_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    action = body_actions.action_of(programme, action_id)
    row = body_actions.rows([action], request.user, programme, localdate())[0]
    return render(request, "expertbody/action_detail.html", {"programme": programme, "row": row})
