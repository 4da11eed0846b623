"""Participants of a programme, searched and filtered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from delivery import permissions
from delivery.forms.participants import ParticipantSearchForm
from delivery.selectors import contract as contracts
from delivery.selectors import key_workers, keyset, participant_events, participants
from stages.selectors import programmes


def participant_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    agents = participants.agents(request.user, programme)
    contract = contracts.of(programme)
    form = ParticipantSearchForm(request.GET, agents=agents, contract=contract)
    given = form.right()
    cursor = keyset.parse(request.GET.get("from", ""))
    page = participants.search(request.user, programme, participants.Wanted(**given), cursor, localdate())
    workers = key_workers.of_participants(page.rows, localdate())
    context = {
        "programme": programme,
        "filter_form": form,
        "page": page,
        "rows": [(one, contract.segment_names.get(one.segment, one.segment), workers.get(one.pk)) for one in page.rows],
        "handovers": participant_events.transfers_to_answer(request.user, programme),
        "narrowed": any(given.values()),
        "may_identify": permissions.can(request.user, "delivery.record", programme),
    }
    return render(request, "delivery/participant_list.html", context)
