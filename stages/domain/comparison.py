"""Two visits of one stage compared: what each criterion said at the end of each, and acts on records in words."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

NOT_ASKED = "not_asked"
VERBS = {
    "add": "added",
    "change": "changed",
    "write": "written",
    "score": "scored",
    "decide": "decided",
    "declare": "declared",
    "moderate": "agreed",
    "criteria": "set",
    "draft": "drafted",
    "propose": "proposed",
    "agree": "agreed",
    "in_force": "put in force",
    "discard": "discarded",
    "send_back": "sent back",
    "seat": "seated",
    "end": "ended",
    "record": "recorded",
    "enrol": "enrolled",
    "remove": "removed",
    "leave": "marked as gone",
    "bring_back": "brought back",
    "plan": "planned",
    "review": "reviewed",
    "contact": "contacted",
    "raise": "raised",
    "close": "closed",
    "done": "done",
    "effect": "looked at",
    "approved": "approved",
}
NAMES = ("name", "title", "item", "scheme", "person", "what", "aim", "number")
"""The fields by which a record is called, the best first."""
LONGEST_NAME = 80


@dataclasses.dataclass(frozen=True)
class Said:
    """What a criterion said at the end of a visit."""

    state: str = NOT_ASKED
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Pair:
    """A criterion then and then."""

    code: str
    rule: str
    first: Said
    second: Said

    @property
    def differs(self) -> bool:
        return self.first != self.second


def pairs(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> list[Pair]:
    """Every criterion of either visit, in the order in which they were asked."""
    then, later = ({str(row["code"]): row for row in rows} for rows in (first, second))
    return [
        Pair(code, str((later.get(code) or then[code])["rule"]), _said(then.get(code)), _said(later.get(code)))
        for code in {**then, **later}
    ]


def _said(row: Mapping[str, Any] | None) -> Said:
    return Said(str(row.get("state", "met")), str(row.get("reason", ""))) if row else Said()


def in_words(noun: str, act: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """A line of the audit trail as a phrase: “Stakeholder “Council”: changed (need, interest)”."""
    verb = VERBS.get(act.rpartition(".")[2], act.rpartition(".")[2].replace("_", " "))
    called = next((str(values[key]) for key in NAMES for values in (after, before) if values.get(key)), "")
    name = f" “{called[:LONGEST_NAME]}”" if called else ""
    fields = [key.replace("_id", "").replace("_", " ") for key in after if key not in NAMES] if before else []
    changed = f" ({', '.join(fields)})" if fields else ""
    return f"{noun[:1].upper()}{noun[1:]}{name}: {verb}{changed}"
