"""Criteria of a closed stage that no longer hold: what each said at the closing, against what it says now."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from stages.domain.criteria import NOT_MET, Result


@dataclasses.dataclass(frozen=True)
class Fallen:
    """A criterion that held when the stage was closed and does not hold now."""

    code: str
    rule: str
    said_then: str
    says_now: str
    page: str = ""
    source: str = ""


def fallen(then: Iterable[Mapping[str, Any]], now: Iterable[Result]) -> list[Fallen]:
    """Those that were met then and are not met now, in the order of now.

    A criterion that was not asked then cannot fall; what a person confirmed stands until the stage is open again.
    """
    held = {str(row["code"]): row for row in then if row.get("met")}
    return [
        Fallen(
            code=result.code,
            rule=result.rule,
            said_then=str(held[result.code].get("reason", "")),
            says_now=result.reason,
            page=result.page,
            source=result.source,
        )
        for result in now
        if result.code in held and result.state == NOT_MET
    ]


def words(count: int) -> str:
    """How a closed stage with fallen criteria is called."""
    return "Closed, but 1 criterion no longer holds" if count == 1 else f"Closed, but {count} criteria no longer hold"
