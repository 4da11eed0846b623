"""Two versions of the contract side by side: what changed, in words."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from contracts.domain import differences
from contracts.selectors import terms
from contracts.views import editing


def version_compare(request: SignedInRequest, slug: str, number: int, other: int) -> HttpResponse:
    later = editing.version_for(request.user, slug, max(number, other))
    earlier = editing.version_for(request.user, slug, min(number, other))
    changes = differences.between(terms.draft(earlier)[0], terms.draft(later)[0])
    parts: dict[str, list[differences.Change]] = {}
    for change in changes:
        parts.setdefault(change.part, []).append(change)
    shown = {"programme": later.programme, "earlier": earlier, "later": later, "parts": parts}
    return render(request, "contracts/version_compare.html", shown)
