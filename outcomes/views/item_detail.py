"""A drawn claim: what was claimed, what was asked and found, and what the viewer can do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from accounts.requests import SignedInRequest
from outcomes import permissions
from outcomes.selectors import claims, evidence, sample_items, verification_pages
from stages.selectors import programmes


def item_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    permissions.require(request.user, "verification.view", programme)
    item = sample_items.find(request.user, programme, pk)
    state = sample_items.state_of(item)
    context = {
        "programme": programme,
        "plan": item.plan,
        "item": item,
        "state": state,
        "state_words": sample_items.WORDS[state],
        "colour": sample_items.COLOURS[state],
        "definition": claims.definition(item.claim, claims.version(item.claim)),
        "asks": verification_pages.asks_words(item),
        "claim": item.claim,
        "evidence": evidence.listing(item.claim, request.user),
        "history": sample_items.history(item),
        "rights": verification_pages.rights(request.user, item, state, localdate()),
    }
    return render(request, "outcomes/item_detail.html", context)
