"""Stages 2 and 3: how far the ranking rests on the weights."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from stages import permissions
from stages.selectors import access, panel, programmes, selection, sensitivity


def selection_sensitivity(request: SignedInRequest, slug: str, stage: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    who = selection.require_stage(stage)
    permissions.require(request.user, "selection.view", programme)
    sees_all = panel.sees_all(programme, stage, request.user)
    context = {
        "programme": programme,
        "who": who,
        "access": access.access(programme, stage, request.user),
        "page": sensitivity.page(programme, stage) if sees_all else None,
    }
    return render(request, "stages/selection_sensitivity.html", context)
