"""Participants and claims of a programme pack."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from delivery.actions import pack as participants_pack
from delivery.models import Participant
from outcomes.actions import pack as claims_pack
from outcomes.models import Claim
from stages.actions import packs
from stages.actions.pack_errors import PackRefused
from tests import builders
from tests.outcomes.scheme import SENT, Scheme

WORKED = sorted((Path(settings.BASE_DIR) / "docs" / "packs").glob("*.json"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.stem)
def test_a_worked_pack_brings_its_participants_and_claims(path: Path) -> None:
    document = json.loads(path.read_text())
    programme, _created = packs.load(document=document, by=builders.system(), at=builders.MOMENT)
    assert Participant.objects.count() == len(document["participants"])
    assert Claim.objects.count() == len(document["claims"])
    assert same(claims_pack.export(programme), document["claims"])


def same(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> bool:
    keys = ("agent", "participant", "outcome", "achieved_on", "sequence")
    given = [tuple(row.get(key, 1) for key in keys) for row in theirs]
    return sorted(tuple(row[key] for key in keys) for row in ours) == sorted(given)


def people(scheme: Scheme, *references: str, group: str = "1", start: str = "2025-02-01") -> list[dict[str, Any]]:
    return [
        {"participant": name, "agent": scheme.agent.code, "started_on": start, "attributes": {"group": group}}
        for name in references
    ]


def claim(scheme: Scheme, **fields: Any) -> dict[str, Any]:
    given = {"participant": "A", "agent": scheme.agent.code, "outcome": "qualification", "achieved_on": "2025-03-01"}
    return given | {"received_at": SENT.isoformat()} | fields


def load(scheme: Scheme, participants: list[dict[str, Any]], claims: list[dict[str, Any]]) -> None:
    by = builders.system()
    participants_pack.load(programme=scheme.programme, section=participants, by=by, at=SENT)
    claims_pack.load(programme=scheme.programme, section=claims, by=by, at=SENT)


def test_what_is_exported_loads_to_the_same_and_loading_twice_changes_nothing(scheme: Scheme) -> None:
    rows = [claim(scheme, value="12.5000", evidence_kind="certificate", sequence=2), claim(scheme, sequence=1)]
    for _ in range(2):
        load(scheme, people(scheme, "A", "B"), rows)
    assert participants_pack.export(scheme.programme) == people(scheme, "A", "B")
    assert claims_pack.export(scheme.programme) == sorted(rows, key=lambda row: row["sequence"])
    assert (Participant.objects.count(), Claim.objects.count()) == (2, 2)
    assert Participant.objects.get(reference="A").segment == "group-1"


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"participant": "Z"}, "claims/0", "has no participant “Z”"),
        ({"outcome": "none"}, "claims/0", "has no outcome “none”"),
        ({"achieved_on": "2024-03-01"}, "claims/0", "No contract version is in force on 01/03/2024"),
        ({"achieved_on": "2025-01-20"}, "claims/0", "before the participant's start"),
        ({"sequence": 4}, "claims/0", "counts at most 3 times"),
        ({"agent": "nobody"}, "claims/0/agent", "names no organisation “nobody”"),
    ],
)
def test_a_claim_that_cannot_be_is_refused_with_its_place(
    scheme: Scheme, fields: dict[str, Any], path: str, said: str
) -> None:
    with pytest.raises(PackRefused) as refused:
        load(scheme, people(scheme, "A"), [claim(scheme, **fields)])
    assert refused.value.problems[0].path == path
    assert said in refused.value.problems[0].problem


def test_a_participant_that_cannot_be_placed_is_refused_with_its_place(scheme: Scheme) -> None:
    for rows, said in (
        (people(scheme, "A", group="7"), "No segment of the contract fits"),
        (people(scheme, "A", start="2020-02-01"), "No contract version is in force on 01/02/2020"),
        ([*people(scheme, "A"), *people(scheme, "A", group="2")], "with another start or segment"),
    ):
        with pytest.raises(PackRefused) as refused:
            load(scheme, rows, [])
        assert refused.value.problems[0].path == f"participants/{len(rows) - 1}"
        assert said in refused.value.problems[0].problem
