"""The suitability tool with its answers: the questions from their file, and who finds which answers."""

import functools
import hashlib
import tomllib
from typing import Any

from django.http import Http404

from accounts.errors import Forbidden
from accounts.models import User
from knowledge.domain import suitability as rules
from knowledge.models import Assessment
from knowledge.selectors.library import DATA

LONGEST_NUMBER = 18


@functools.cache
def tool() -> rules.Tool:
    """Questions, features and models, as `suitability.toml` has them."""
    with (DATA / "suitability.toml").open("rb") as file:
        read = tomllib.load(file)
    named = {key: rules.Source(*parts) for key, parts in read["sources"].items()}
    pages = tuple(_page(number, row, named) for number, row in enumerate(read["page"], start=1))
    return rules.Tool(
        pages=pages,
        features=read["features"],
        clashes=tuple(rules.Clash(**{**row, "answers": tuple(row["answers"])}) for row in read["clash"]),
        models={code: rules.Model(code, *parts) for code, parts in read["models"].items()},
    )


def _page(number: int, row: dict[str, Any], named: dict[str, rules.Source]) -> rules.Page:
    questions = tuple(
        rules.Question(**{**one, "options": tuple(rules.Option(**option) for option in one["options"])})
        for one in row.get("question", ())
    )
    known = tuple(rules.Known(text, named[source] if source else None) for text, source in row["known"])
    return rules.Page(number, row["code"], row["title"], row["lead"], known, row["tension"], questions)


def sources() -> list[rules.Source]:
    """Every source that a digest rests on, once, by name."""
    found = {known.source for page in tool().pages for known in page.known if known.source}
    return sorted(found, key=lambda source: source.name)


def page(number: int) -> rules.Page:
    """The page of that number; it does not exist otherwise."""
    found = tool().page(number)
    if found is None:
        raise Http404("No such question")
    return found


def by_key(key: str, viewer: User | None) -> Assessment:
    """The answers behind a secret link, or the viewer's own by their number; none otherwise."""
    rows = Assessment.objects.personal().select_related("person")
    if key.isdecimal() and len(key) <= LONGEST_NUMBER:
        found = rows.filter(pk=int(key), person=viewer).first() if viewer else None
    else:
        found = rows.filter(token_hash=hashlib.sha256(key.encode()).hexdigest()).first()
    if found is None:
        raise Http404("No such answers")
    return found


def of_person(viewer: User | None) -> list[Assessment]:
    """The person's own answers outside programmes, the latest first."""
    return list(Assessment.objects.personal().filter(person=viewer).order_by("-changed_at")[:50]) if viewer else []


def of_programme(programme: str) -> list[Assessment]:
    """The answers kept in a programme, the latest first."""
    rows = Assessment.objects.kept_in(programme).select_related("person")
    return list(rows.order_by("-changed_at", "-pk")[:100])


def in_programme(programme: str, number: int) -> Assessment:
    """One set of answers of the programme."""
    found = Assessment.objects.kept_in(programme).select_related("person").filter(pk=number).first()
    if found is None:
        raise Http404("No such answers")
    return found


def own_in_programme(programme: str, number: int, person: User) -> Assessment:
    """The person's own answers in the programme. Raises `Forbidden` when they are somebody else's."""
    found = in_programme(programme, number)
    if found.person != person:
        raise Forbidden("Only the person who gave these answers changes them. Begin your own, and compare.")
    return found


def first_unanswered(assessment: Assessment) -> int:
    """The number of the page to go on with."""
    left = rules.advise(tool(), assessment.answers).unanswered
    return left[0] if left else 1
