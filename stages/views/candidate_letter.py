"""Stages 2 and 3: the letter of outcome to one candidate, as a tagged PDF."""

from django.http import HttpResponse
from django.utils.timezone import now

from accounts.requests import SignedInRequest
from govuk import reports
from stages import permissions
from stages.selectors import letters, programmes, selection


def candidate_letter(request: SignedInRequest, slug: str, stage: int, candidate_id: int) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    candidate = selection.candidate(programme, stage, candidate_id)
    permissions.require(request.user, "stage.record", programme)
    letter = letters.letter(candidate, now())
    return reports.response(letter, filename=f"letter-of-outcome-{candidate.organisation.code}.pdf")
