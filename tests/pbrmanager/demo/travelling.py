"""A programme loaded once more beside itself: under another slug, with payers of its own."""

import json
import re
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from stages.actions import pack_check, pack_export, packs
from stages.models import Programme
from tests import builders

PAYMENTS = '"PBR-', '"THE-'
ELSEWHERE = "-there"


def exported(programme: Programme) -> dict[str, Any]:
    """The pack as it would be read from a file."""
    document = pack_export.export(programme=programme, by=builders.system())
    plain: dict[str, Any] = json.loads(json.dumps(document, cls=DjangoJSONEncoder))
    return plain


def loaded_elsewhere(document: dict[str, Any], at: datetime) -> Programme:
    """The pack loaded for payers of other codes, so that invoices of the same numbers are others.

    Agents keep their codes: samples for checking are drawn by them. Payments have other ids: no id stands for two.
    """
    pack_check.check(document)
    text = json.dumps({**document, "programme": document["programme"] | {"slug": _there(document)}})
    for code in {run["payer"] for run in document.get("payments", {}).get("runs", ())}:
        text = text.replace(f'"{code}"', f'"{code}{ELSEWHERE}"')
    text = text.replace(*PAYMENTS)
    programme, created = packs.load_text(text=text.encode(), by=builders.system(), at=at)
    assert created
    return programme


def exported_back(programme: Programme) -> dict[str, Any]:
    """What it exports, with the codes and the slug that it came with."""
    text = re.sub(f'{ELSEWHERE}"', '"', json.dumps(exported(programme))).replace(PAYMENTS[1], PAYMENTS[0])
    found: dict[str, Any] = json.loads(text)
    return found


def _there(document: dict[str, Any]) -> str:
    return f"{document['programme']['slug']}{ELSEWHERE}"


def comparable(document: dict[str, Any]) -> dict[str, Any]:
    """The pack without who began the programme, who is whoever loads it, and whatever the order of organisations."""
    found: dict[str, Any] = json.loads(json.dumps(document))
    found["organisations"].sort(key=lambda row: row["code"])
    for visit in found["stage_records"]["visits"]:
        if (visit["stage"], visit["number"]) == (1, 1):
            visit.pop("opened_by")
    return found
