"""The releases of one process that come in several files, gathered into one document.

A procurement portal publishes a release for each step of a process: the plan, the tender, the award, the contract, each
change. Whoever downloads them has several files, and the Open Contracting Data Standard means them together. So what a
later file brings is put beside what is there, and all of it is then merged by the rules of the standard
(`merging_ocds`), whatever the order in which the files came.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitoring.domain import exact_json
from monitoring.domain.merging_ocds import moment

Release = Mapping[str, Any]
COMPILED = "compiled"


def releases(whole: Mapping[str, Any]) -> list[Release]:
    """The releases that a document of one process tells: of a record with a compiled one, that one alone."""
    record = whole["records"][0] if "records" in whole else whole
    if isinstance(record.get("compiledRelease"), Mapping):
        return [record["compiledRelease"]]
    if "releases" in record:
        return [one for one in record["releases"] if isinstance(one, Mapping) and "ocid" in one]
    return [record]


def ocid(whole: Mapping[str, Any]) -> str:
    """The number of the process, where every release states the same one."""
    told = {str(one.get("ocid", "")) for one in releases(whole)}
    return told.pop() if len(told) == 1 else ""


def together(kept: Sequence[Release], sent: Sequence[Release]) -> list[Release]:
    """Each release once, by date. Of two with the same `id` and date, the one that was sent now stands. A compiled
    release tells everything up to its date: what is not later is not needed beside it."""
    each = {(str(one.get("id")), _date(one)): one for one in (*kept, *sent)}
    ordered = sorted(each.values(), key=_date)
    compiled = next((one for one in reversed(ordered) if _is_compiled(one)), None)
    if compiled is None:
        return ordered
    return [compiled, *(one for one in ordered if _date(one) > _date(compiled))]


def same(some: Sequence[Release], others: Sequence[Release]) -> bool:
    """Whether the releases say the same, whatever their order."""
    return sorted(map(exact_json.digest, some)) == sorted(map(exact_json.digest, others))


def with_releases(whole: Mapping[str, Any], found: Sequence[Release]) -> dict[str, Any]:
    """The document with these releases in place of its own, and with everything else that it says."""
    if "records" in whole:
        return {**whole, "records": [_without_compiled(whole["records"][0], found)]}
    if "releases" in whole or "compiledRelease" in whole:
        return _without_compiled(whole, found)
    return {"releases": list(found)}


def around(whole: Mapping[str, Any]) -> str:
    """A digest of everything in the document but its releases."""
    return exact_json.digest(with_releases(whole, []))


def _without_compiled(record: Mapping[str, Any], found: Sequence[Release]) -> dict[str, Any]:
    kept = {name: inner for name, inner in record.items() if name != "compiledRelease"}
    return {**kept, "releases": list(found)}


def _date(release: Release) -> datetime:
    return moment(str(release.get("date", "")))


def _is_compiled(release: Release) -> bool:
    tag = release.get("tag")
    return isinstance(tag, list) and COMPILED in tag
