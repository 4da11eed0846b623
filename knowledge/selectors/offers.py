"""The entries of the library that may help a programme most, ranked, each with why."""

import dataclasses
from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import Case, F, FloatField, Func, Q, TextField, Value, When
from django.db.models.functions import Coalesce

from knowledge.domain import offers
from knowledge.models import Entry
from knowledge.models.entries import CONFIG

NEED, OUTCOME, SECTOR, WORDS = 3.0, 2.0, 2.0, 8.0  # what each counts for; the rank of the words lies between 0 and 1
MOST = 12


@dataclasses.dataclass(frozen=True)
class Offer:
    entry: Entry
    because: list[str]


def ranked(
    about: offers.About, *, apart_from: str = "", answered: Collection[int] = (), most: int = MOST
) -> list[Offer]:
    """The entries with the most in common with the programme, without its own and those it has answered."""
    if about == offers.About():
        return []
    words = _stems(about.words)
    query = SearchQuery(" or ".join(words.values()), config=CONFIG, search_type="websearch")
    alike = Q(search=query) | Q(need__in=about.needs) | Q(outcome__in=about.outcomes)
    if about.sector:
        alike |= Q(sector__iexact=about.sector)
    found = Entry.objects.standing().filter(alike).exclude(pk__in=answered)
    if apart_from:
        found = found.exclude(programme=apart_from)
    scored = found.annotate(
        score=_weight(Q(need__in=about.needs), NEED)
        + _weight(Q(outcome__in=about.outcomes), OUTCOME)
        + _weight(Q(sector__iexact=about.sector) & ~Q(sector=""), SECTOR)
        + Coalesce(SearchRank(F("search"), query, normalization=32), 0.0) * Value(WORDS),
        lexemes=Func(F("search"), function="tsvector_to_array", output_field=ArrayField(TextField())),
    )
    best = [
        Offer(entry, _because(entry, about, words)) for entry in scored.order_by("-score", "-pk").defer("search")[:most]
    ]
    return [offer for offer in best if offer.because]


def _weight(condition: Q, weight: float) -> Case:
    return Case(When(condition, then=Value(weight)), default=Value(0.0), output_field=FloatField())


def _stems(words: tuple[str, ...]) -> dict[str, str]:
    """From the stem of each word, as the database makes it, to the word."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stem, word FROM unnest(%s::text[]) WITH ORDINALITY AS given(word, place), "
            "unnest(tsvector_to_array(to_tsvector(%s::regconfig, word))) AS stem ORDER BY place",
            [list(words), CONFIG],
        )
        stems: dict[str, str] = {}
        for stem, word in cursor.fetchall():
            stems.setdefault(stem, word)
    return stems


def _because(entry: Entry, about: offers.About, words: dict[str, str]) -> list[str]:
    is_of_sector = bool(about.sector) and entry.sector.casefold() == about.sector.casefold()
    lexemes: list[str] = getattr(entry, "lexemes", [])
    return offers.because(
        need=entry.get_need_display() if entry.need in about.needs else "",
        outcome=entry.get_outcome_display() if entry.outcome in about.outcomes else "",
        sector=entry.sector if is_of_sector else "",
        words=offers.shared(words, lexemes),
    )
