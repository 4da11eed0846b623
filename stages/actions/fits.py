"""Whether Payment by Results fits a programme: the answers of its members, while stage 1 is open."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from knowledge.actions import suitability
from knowledge.domain import suitability as rules
from knowledge.models import Assessment
from knowledge.selectors import suitability as suitability_selector
from stages.actions import records
from stages.models import Programme


@transaction.atomic
def begin(*, programme: Programme, side: str, by: User, at: datetime) -> Assessment:
    """Begin one's own answers about the programme, from one side."""
    records.begin(programme, 1, by, "fit.assess")
    begun, _key = suitability.begin(side=side, service=programme.name, by=by, at=at, programme=programme.slug)
    return begun


@transaction.atomic
def answer(
    *, programme: Programme, assessment: Assessment, number: int, given: rules.Answers, by: User, at: datetime
) -> Assessment:
    """Keep one's own answers to a page of questions. Raises `Refused` when they do not fit."""
    records.begin(programme, 1, by, "fit.assess")
    return suitability.answer(assessment=assessment, number=number, given=given, by=by, at=at, programme=programme.slug)


@transaction.atomic
def bring(*, programme: Programme, side: str, answers: rules.Answers, by: User, at: datetime) -> Assessment:
    """Bring in answers that were given elsewhere, page by page, each held against its questions."""
    begun = begin(programme=programme, side=side, by=by, at=at)
    tool = suitability_selector.tool()
    for page in tool.pages:
        given = rules.of_page(tool, page, answers)
        if any(given.values()):
            begun = answer(programme=programme, assessment=begun, number=page.number, given=given, by=by, at=at)
    return begun
