"""The pages of a set of answers: where they are, and what each shows. Programmes give addresses of their own."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from knowledge.domain import suitability as rules
from knowledge.domain import suitability_words as words
from knowledge.models import Assessment
from knowledge.selectors import suitability


@dataclasses.dataclass(frozen=True)
class Addresses:
    """Where the pages of one set of answers are."""

    home: str
    result: str
    pdf: str
    compare: str
    question: Callable[[int], str]


def addresses(key: str) -> Addresses:
    """Outside programmes, by the secret or the number of the answers."""
    return Addresses(
        home=reverse("knowledge:suitability"),
        result=reverse("knowledge:suitability_result", args=[key]),
        pdf=reverse("knowledge:suitability_pdf", args=[key]),
        compare=reverse("knowledge:suitability_compare", args=[key]),
        question=lambda number: reverse("knowledge:suitability_question", args=[key, number]),
    )


def question(assessment: Assessment, number: int, at: Addresses) -> dict[str, Any]:
    """One page of questions, with the way back and how far one has come."""
    page = suitability.page(number)
    return {
        "assessment": assessment,
        "page": page,
        "count": len(suitability.tool().pages),
        "back": at.question(number - 1) if number > 1 else at.home,
        "addresses": at,
    }


def after(assessment: Assessment, number: int, at: Addresses) -> str:
    """Where to go when a page is answered: on, or to the result when it was the last or all is answered."""
    done = number == len(suitability.tool().pages) or assessment.completed_at is not None
    return at.result if done else at.question(number + 1)


@dataclasses.dataclass(frozen=True)
class Line:
    """A thing that an answer led to, with the way to change the answer."""

    point: rules.Point
    url: str


def _lines(points: tuple[rules.Point, ...], at: Addresses) -> list[Line]:
    return [Line(point, at.question(point.page)) for point in points]


def result(assessment: Assessment, at: Addresses, *, may_change: bool = True) -> dict[str, Any]:
    """The advice with its reasons, every answer, and what to read on."""
    tool = suitability.tool()
    advice = rules.advise(tool, assessment.answers)
    said = words.in_words(tool, assessment.side, assessment.answers)
    return {
        "assessment": assessment,
        "may_change": may_change,
        "advice": advice,
        "against": _lines(advice.against, at),
        "conditions": _lines(advice.conditions, at),
        "supports": _lines(advice.supports, at),
        "tensions": [page.tension for page in tool.pages],
        "answers": [(one, at.question(one.page)) for one in said if not one.why],
        "screen": [(one, at.question(one.page)) for one in said if one.why],
        "feature_count": len(tool.features),
        "left": [(page, at.question(page.number)) for page in tool.pages if page.number in advice.unanswered],
        "go_on": at.question(suitability.first_unanswered(assessment)),
        "sources": suitability.sources(),
        "addresses": at,
    }


def comparison(first: Assessment, second: Assessment) -> dict[str, Any]:
    """Two people's answers side by side, the differences first, with the advice that each gives."""
    tool = suitability.tool()
    pairs = words.compare(tool, (first.side, first.answers), (second.side, second.answers))
    return {
        "first": first,
        "second": second,
        "first_advice": rules.advise(tool, first.answers),
        "second_advice": rules.advise(tool, second.answers),
        "differences": [pair for pair in pairs if pair.differs],
        "same": [pair for pair in pairs if not pair.differs],
    }
