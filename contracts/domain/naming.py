"""What clauses may name: what the version defines, and each thing once."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from contracts.domain.problems import Reader

if TYPE_CHECKING:
    from contracts.domain.terms import Terms


def known(
    reader: Reader, terms: "Terms", place: str, *, segment: str | None = None, outcome: str | None = None
) -> None:
    """A clause speaks only of a segment and an outcome that the version defines."""
    if segment and segment not in {one.code for one in terms.segments}:
        message = f"There is no segment “{segment}”. Define it, or name one that is defined."
        reader.note(f"{place}.segment", "unknown_segment", message)
    if outcome and outcome not in {one.code for one in terms.outcomes}:
        message = f"There is no outcome “{outcome}”. Define it, or name one that is defined."
        reader.note(f"{place}.outcome", "unknown_outcome", message)


def once(reader: Reader, key: str, codes: Iterable[str]) -> None:
    """Each code stands in the list once."""
    for code, number in Counter(codes).items():
        if code and number > 1:
            reader.note(key, "twice", f"“{code}” stands here {number} times. Give each entry a code of its own.")
