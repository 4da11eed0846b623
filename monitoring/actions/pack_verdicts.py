"""The section `verdicts` of a programme pack: the answers to what was registered in advance, as they were computed.

What was registered stands in the contract of the pack. A verdict is history: it is brought in as it was, with the
edition of its methods and the digest of its inputs, and the next night judges anew only what has changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from contracts.models import ContractVersion
from monitoring import permissions
from monitoring.models import Verdict
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "verdicts"
Row = Mapping[str, Any]
EXACT = ("estimate", "comparator", "size", "null", "low", "high", "p", "detectable")
PLAIN = ("comparison", "look", "looks_planned", "verdict", "people", "needed", "test", "method", "inputs", "facts")


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Bring the verdicts in as they were computed. One that stands already is left."""
    permissions.require(by, "monitor.run", programme)
    versions = {version.number: version for version in ContractVersion.objects.filter(programme=programme)}
    known = set(Verdict.objects.filter(programme=programme).values_list("comparison", "pool", "inputs"))
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        if row["version"] not in versions:
            raise PackError(f"{path}/version", f"The contract has no version {row['version']}.", "Add it.")
        if (row["comparison"], ",".join(row["periods"]), row["inputs"]) in known:
            continue
        made = Verdict.objects.create(
            programme=programme,
            version=versions[row["version"]],
            pool=",".join(row["periods"]),
            as_of=date.fromisoformat(row["as_of"]),
            level=Decimal(row["level"]),
            judged_by=pack_people.person(row.get("by"), by, f"{path}/by"),
            judged_at=moment(row.get("at"), at),
            **{name: row.get(name) for name in PLAIN},
            **{name: None if row.get(name) is None else Decimal(row[name]) for name in EXACT},
        )
        after = {"comparison": made.comparison, "pool": made.pool, "verdict": made.verdict, "look": made.look}
        audit.record(
            by=by, at=at, action="monitoring.verdict.load", programme=programme.slug, subject=made, after=after
        )


def export(programme: Programme) -> list[dict[str, Any]] | None:
    """Every verdict in the order in which they were computed."""
    found = Verdict.objects.filter(programme=programme).select_related("version", "judged_by").order_by("pk")
    return [_row(one) for one in found] or None


def _row(one: Verdict) -> dict[str, Any]:
    exact = {name: getattr(one, name) for name in EXACT}
    return {
        "version": one.version.number,
        "periods": one.pool.split(","),
        "as_of": one.as_of.isoformat(),
        "level": str(one.level),
        **{name: getattr(one, name) for name in PLAIN},
        **{name: None if value is None else str(value) for name, value in exact.items()},
        "by": one.judged_by.email,
        "at": one.judged_at.isoformat(),
    }
