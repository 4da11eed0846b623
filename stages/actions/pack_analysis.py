"""Challenges, baseline, data access and appraisals in a pack."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import User
from stages.actions import analysis, horizon, pack_people
from stages.actions.pack_errors import PackError
from stages.models import Appraisal, Baseline, Challenge, DataSource, Finding, HorizonEntry, Programme

SECTIONS: dict[str, type[analysis.Record]] = {
    "challenges": Challenge,
    "baseline": Baseline,
    "data_access": DataSource,
    "appraisals": Appraisal,
}


def load(programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """The rows of each register. An alternative that stands beside the purpose, as in older packs, is the first."""
    for name, model in SECTIONS.items():
        first = _beside_the_purpose(section) if model is Appraisal else []
        for index, row in enumerate([*first, *section.get(name, ())]):
            fields = dict(row)
            if owner := fields.get("owner"):
                fields["owner"] = pack_people.person(owner, by, f"stage_records/{name}/{index}/owner")
            analysis.add(model=model, programme=programme, by=by, at=at, **fields)


def load_answers(programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """What was said of the horizon since: after the history, since an answer names the finding that it raised."""
    entries = HorizonEntry.objects.filter(programme=programme).select_related("programme").order_by("pk")
    for index, (entry, row) in enumerate(zip(entries, section.get("horizon", ()), strict=True)):
        for place, given in enumerate(row.get("answers", ())):
            path = f"stage_records/horizon/{index}/answers/{place}"
            horizon.write(
                entry=entry,
                answer=given["answer"],
                note=given["note"],
                new_date=date.fromisoformat(given["new_date"]) if given.get("new_date") else None,
                finding=_finding(programme, given.get("finding"), path),
                by=pack_people.person(given.get("by"), by, f"{path}/by"),
                at=datetime.fromisoformat(given["at"]) if given.get("at") else at,
            )


def _finding(programme: Programme, number: int | None, path: str) -> Finding | None:
    if number is None:
        return None
    found = Finding.objects.filter(programme=programme, number=number).first()
    if found is None:
        raise PackError(f"{path}/finding", f"There is no finding {number}.", "Add it to the findings, or leave it out.")
    return found


def _beside_the_purpose(section: Mapping[str, Any]) -> list[dict[str, str]]:
    purpose = section.get("purpose") or {}
    if not purpose.get("alternative"):
        return []
    return [{"alternative": purpose["alternative"], "conclusion": purpose.get("alternative_appraisal", "")}]
