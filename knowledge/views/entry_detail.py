"""One entry of the library: what it says, its source, its earlier texts, and where it can be cited."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from knowledge.selectors import entries


def entry_detail(request: SignedInRequest, entry_id: int) -> HttpResponse:
    page = entries.page(entries.entry_of(entry_id), request.user)
    return render(request, "knowledge/entry_detail.html", {"page": page})
