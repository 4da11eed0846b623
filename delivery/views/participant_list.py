"""Participants of a programme, searched and filtered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.forms.participants import ParticipantSearchForm
from delivery.selectors import contract as contracts
from delivery.selectors import key_workers, keyset, participants
from stages.selectors import programmes


def participant_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    agents = participants.agents(request.user, programme)
    form = ParticipantSearchForm(request.GET, agents=agents, contract=contracts.of(programme))
    given = form.cleaned_data if form.is_valid() else {}
    cursor = keyset.parse(request.GET.get("from", ""))
    page = participants.search(request.user, programme, participants.Wanted(**given), cursor, localdate())
    workers = key_workers.of_participants(page.rows, localdate())
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "rows": [(participant, workers.get(participant.pk)) for participant in page.rows],
        "narrowed": any(given.values()),
    }
    return render(request, "delivery/participant_list.html", context)
