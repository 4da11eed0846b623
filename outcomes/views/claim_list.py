"""Claims of a programme, searched and filtered."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from delivery.selectors import contract as contracts
from delivery.selectors import keyset, participants
from outcomes import permissions
from outcomes.forms.claims import ClaimSearchForm
from outcomes.selectors import claims
from stages.selectors import programmes


def claim_list(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "rows.view", programme)
    agents = participants.agents(request.user, programme)
    form = ClaimSearchForm(request.GET, agents=agents, contract=contracts.of(programme))
    given = form.right()
    cursor = keyset.parse(request.GET.get("from", ""))
    context = {
        "programme": programme,
        "filter_form": form,
        "page": claims.search(request.user, programme, claims.Wanted(**given), cursor),
        "narrowed": any(given.values()),
        "may_send": permissions.can(request.user, "submission.send", programme),
        "state_words": claims.STATE_WORDS,
    }
    return render(request, "outcomes/claim_list.html", context)
