"""Evidence: as people read it, and as somebody sends a file of it."""

import dataclasses
from typing import Protocol


class Content(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


@dataclasses.dataclass(frozen=True)
class Sent:
    """A file as somebody sends it."""

    filename: str
    file: Content


def megabytes(size: int) -> str:
    """A number of bytes as people say it: 20 MB."""
    return f"{max(size // 1024**2, 1):,} MB"


def kind_words(kind: str) -> str:
    """A kind of evidence: employer_letter → Employer letter."""
    return kind.replace("_", " ").capitalize()


def named(kind: str, reference: str) -> str:
    """What evidence was named: its kind and where it is kept; empty where nothing was."""
    return ", ".join(filter(None, (kind_words(kind), reference)))
