"""Stage 3: a candidate to be the agent says itself what it wants and what it can bear."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import Role
from accounts.requests import SignedInRequest
from stages import permissions
from stages.selectors import access, agency, programmes


def goals_own(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    if Role.AGENT not in permissions.roles(request.user, programme):
        permissions.refuse("Members of a candidate to be the agent state its goals and its risk here.")
    context = {
        "programme": programme,
        "goals": agency.goals(programme),
        "spoken_for": agency.spoken_for(programme, request.user),
        "access": access.access(programme, permissions.AGENT_STAGE, request.user),
    }
    return render(request, "stages/goals_own.html", context)
