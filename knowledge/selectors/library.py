"""The library: terms, principles and scheme templates, from the files that hold them."""

import functools
import itertools
import tomllib
from pathlib import Path
from typing import Any

from django.http import Http404

from knowledge.domain import glossing
from knowledge.domain.library import Principle, Term, holds

DATA = Path(__file__).resolve().parent.parent / "data"


def _read(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """The row with tuples for lists, so that it can be frozen."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


@functools.cache
def terms() -> tuple[Term, ...]:
    """Every term, in alphabetical order."""
    found = [Term(**_fields(one)) for one in _read("glossary.toml")["term"]]
    return tuple(sorted(found, key=lambda term: term.word.casefold()))


@functools.cache
def principles() -> tuple[Principle, ...]:
    """Every principle, in the order of its file."""
    return tuple(Principle(**_fields(one)) for one in _read("principles.toml")["principle"])


@functools.cache
def seeds() -> tuple[dict[str, Any], ...]:
    """The evidence that comes with the product, each row with its key."""
    empty: dict[str, Any] = {"sector": "", "tags": [], "source_url": "", "source_year": None}
    return tuple(empty | row for row in _read("evidence.toml")["entry"])


@functools.cache
def linked_words() -> glossing.Words:
    """The words that pages link to the glossary."""
    return glossing.words(terms())


def search_terms(text: str) -> list[Term]:
    return [term for term in terms() if holds(text, term.word, term.meaning, term.group, *term.forms)]


def by_letter(found: list[Term]) -> list[tuple[str, list[Term]]]:
    """The terms under their first letters."""
    return [(letter, list(group)) for letter, group in itertools.groupby(found, key=lambda term: term.letter)]


def search_principles(text: str) -> list[Principle]:
    return [one for one in principles() if holds(text, one.title, one.text, one.why, one.source, one.group)]


def principle(code: str) -> Principle:
    """The principle of that code; the page does not exist otherwise."""
    found = next((one for one in principles() if one.code == code), None)
    if found is None:
        raise Http404("No such principle")
    return found


def beside(one: Principle) -> list[Principle]:
    """The other principles of its group."""
    return [other for other in principles() if other.group == one.group and other != one]
