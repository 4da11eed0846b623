"""The library: terms, principles and scheme templates, from the files that hold them."""

import functools
import tomllib
from pathlib import Path
from typing import Any

from knowledge.domain.library import Principle, Term, holds

DATA = Path(__file__).resolve().parent.parent / "data"


def _read(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


@functools.cache
def terms() -> tuple[Term, ...]:
    """Every term, in alphabetical order."""
    found = [
        Term(one["word"], one["group"], one["meaning"], tuple(one.get("see", ())))
        for one in _read("glossary.toml")["term"]
    ]
    return tuple(sorted(found, key=lambda term: term.word.casefold()))


@functools.cache
def principles() -> tuple[Principle, ...]:
    """Every principle, in the order of its file."""
    return tuple(Principle(**one) for one in _read("principles.toml")["principle"])


def search_terms(text: str) -> list[Term]:
    return [term for term in terms() if holds(text, term.word, term.meaning, term.group)]


def search_principles(text: str) -> list[Principle]:
    return [one for one in principles() if holds(text, one.title, one.text, one.source, one.group)]
