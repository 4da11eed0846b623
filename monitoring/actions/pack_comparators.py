"""The section `comparators` of a programme pack: schemes elsewhere, version by version, as their files told of them.

A document stands in the pack as text, so that its numbers stay as they were written.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from monitoring.actions import comparators
from monitoring.domain import comparator_files, exact_json
from monitoring.domain.comparator_files import Read
from monitoring.models import Comparator, ComparatorVersion
from stages import permissions
from stages.actions import pack_people
from stages.actions.pack_errors import PackRefused, Problem
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "comparators"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Bring every version in as it was, in the names that the pack gives. Numbers that stand are left."""
    permissions.require(by, "stage.record", programme)
    known = set(programme.comparators.values_list("number", flat=True))
    for index, row in enumerate(section):
        if row["number"] in known:
            continue
        known.add(row["number"])
        comparator = Comparator.objects.create(programme=programme, number=row["number"], standard=row["standard"])
        before: ComparatorVersion | None = None
        for place, told in enumerate(row["versions"]):
            before = _version(comparator, before, told, f"{SECTION}/{index}/versions/{place}", by, at)


def _version(
    comparator: Comparator, before: ComparatorVersion | None, row: Row, path: str, by: User, at: datetime
) -> ComparatorVersion:
    version = comparators.keep(
        comparator=comparator,
        read=_read(comparator, row, f"{path}/document"),
        before=before,
        filename=row.get("filename", ""),
        by=pack_people.person(row.get("by"), by, f"{path}/by"),
        at=moment(row.get("at"), at),
    )
    if removed := row.get("removed"):
        comparators.keep_removal(
            version=version,
            reason=removed["reason"],
            by=pack_people.person(removed.get("by"), by, f"{path}/removed/by"),
            at=moment(removed.get("at"), at),
        )
    return version


def _read(comparator: Comparator, row: Row, path: str) -> Read:
    """The document as it was read, under the number that was given with it. Raises `PackRefused` with every fault."""
    try:
        found = comparator_files.read(row["document"].encode())
    except exact_json.Unreadable as unreadable:
        raise PackRefused([Problem(path, str(fault)) for fault in unreadable.faults]) from unreadable
    if len(found) != 1 or found[0].reading is None or found[0].reading.standard != comparator.standard:
        said = [Problem(path, str(fault)) for one in found for fault in one.faults]
        raise PackRefused(said or [Problem(path, f"It is not one scheme of {comparator.get_standard_display()}.")])
    (one,) = found
    return comparator_files.under(one, row.get("identifier", ""))


def export(programme: Programme) -> list[dict[str, Any]] | None:
    """Every comparator with its versions, those that were removed too, in the form in which `load` reads it."""
    rows: dict[int, dict[str, Any]] = {}
    found = ComparatorVersion.objects.filter(comparator__programme=programme)
    for one in found.select_related("comparator", "added_by", "removal__removed_by").order_by(
        "comparator__number", "number"
    ):
        comparator = one.comparator
        row = rows.setdefault(
            comparator.number, {"number": comparator.number, "standard": comparator.standard, "versions": []}
        )
        row["versions"].append(_row(one))
    return list(rows.values()) or None


def _row(version: ComparatorVersion) -> dict[str, Any]:
    told: dict[str, Any] = {
        "document": version.document,
        "identifier": version.identifier,
        "filename": version.filename,
        "by": version.added_by.email,
        "at": version.added_at.isoformat(),
    }
    if hasattr(version, "removal"):
        removal = version.removal
        told["removed"] = {
            "reason": removal.reason,
            "by": removal.removed_by.email,
            "at": removal.removed_at.isoformat(),
        }
    return told
