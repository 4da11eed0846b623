"""Templates of real schemes: the programme packs of docs/packs, each under the name of its file."""

import functools
import json
from pathlib import Path
from typing import Any

from django.conf import settings

from knowledge.domain.library import SchemeTemplate, holds


def folder() -> Path:
    return Path(settings.BASE_DIR) / "docs" / "packs"


def every() -> list[SchemeTemplate]:
    """Every template, by sector and name."""
    found = [_described(path) for path in sorted(folder().glob("*.json"))]
    return sorted(found, key=lambda template: (template.sector, template.name))


def search(text: str) -> list[SchemeTemplate]:
    return [
        one
        for one in every()
        if holds(text, one.name, one.summary, one.sector, one.source, one.payers, one.years, one.teaches)
    ]


def document(code: str) -> dict[str, Any] | None:
    """The whole pack of a template; None when there is no template of that code."""
    path = next((path for path in folder().glob("*.json") if path.stem == code), None)
    if path is None:
        return None
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _described(path: Path) -> SchemeTemplate:
    return _described_at(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _described_at(path: Path, changed: int) -> SchemeTemplate:
    """The description of a pack, read once for each state of its file."""
    pack = json.loads(path.read_text(encoding="utf-8"))
    programme = pack.get("programme", {})
    return SchemeTemplate(
        code=path.stem,
        name=str(programme.get("name", path.stem)),
        summary=str(programme.get("summary", "")),
        sector=str(programme.get("sector", "")),
        source=str(pack.get("source", "")),
        payers=_payers(pack),
        years=_years(pack),
        teaches=str(pack.get("teaches", "")),
    )


def _payers(pack: dict[str, Any]) -> str:
    """The names of those who pay by the first version, in its order."""
    names = {one.get("code"): str(one.get("name", "")) for one in pack.get("organisations", [])}
    versions = pack.get("contract", {}).get("versions", [])
    return ", ".join(names.get(one.get("organisation"), "") for one in (versions or [{}])[0].get("principals", []))


def _years(pack: dict[str, Any]) -> str:
    """The years in which the contract runs, from its first version to its last."""
    versions = pack.get("contract", {}).get("versions", [])
    if not versions:
        return ""
    ends = (versions[0].get("effective_from"), versions[-1].get("effective_to"))
    return " to ".join(dict.fromkeys(str(day)[:4] for day in ends if day))
