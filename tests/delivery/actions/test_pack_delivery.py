"""The section “delivery” of a pack: out, and in again, the same."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Role
from delivery.actions import (
    activity,
    assignments,
    key_workers,
    pack,
    pack_delivery,
    pack_delivery_export,
    partners,
    plans,
)
from delivery.models import Activity, Participant
from stages.actions import pack_check
from stages.actions.pack_errors import PackError
from tests import builders
from tests.delivery import records
from tests.delivery.records import AT, SIGNED
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import Scheme


def everything(scheme: Scheme) -> None:
    """A record of every kind, some by the agent's own person."""
    programme, agent, by = scheme.programme, scheme.agent, scheme.user
    records.agreed(programme, agent, by=builders.member(programme, Role.COMMISSIONER))
    partner = records.partner(programme, agent, by=by, work="Outreach")
    records.signed(partner, by=by, until_date=date(2026, 12, 31), promised_a_year=100, reason="First terms")
    partners.count_referrals(partner=partner, counted_on=date(2025, 6, 30), people=12, by=by, at=AT)
    worker = records.worker(programme, agent, fte=Decimal("0.60"), explanation="Until May")
    key_workers.second(
        programme=programme, agent=agent, from_organisation="Council", role="Officer", outcome="job_outcome",
        from_date=SIGNED, fte=Decimal("0.50"), by=by, at=AT,
    )  # fmt: skip
    records.session(programme, agent, partner=partner, people=4, first_time=4)
    step = records.milestone(programme, agent)
    plans.report(milestone=step, reached_on=date(2025, 7, 3), why="Keys came late.", by=by, at=AT)
    assignments.assign(
        programme=programme, agent=agent, key_worker=worker, from_date=date(2025, 4, 1), at_most=3, by=by, at=AT
    )
    one = records.activity(Participant.objects.get(reference="P-01"), key_worker=worker, note="First plan", by=by)
    activity.correct(activity=one, day=one.day, kind="call", minutes=0, by=by, at=AT)


def elsewhere(scheme: Scheme) -> Scheme:
    """Another programme of the same agent, with the same participants."""
    programme = builders.programme_at_stage(5)
    version = schemes.agreed_version(programme, scheme.agent)
    section = pack.export(scheme.programme)
    pack.load(programme=programme, section=section, by=builders.system(), at=AT)
    return Scheme(programme, scheme.agent, version, scheme.user)


def test_what_is_exported_loads_to_the_same(scheme: Scheme) -> None:
    everything(scheme)
    section = pack_delivery_export.export(scheme.programme)
    assert section is not None
    assert set(section) == {
        "lead_terms", "partners", "key_workers", "secondments", "training", "milestones", "assignments", "activities",
    }  # fmt: skip
    schema = pack_check.validator().schema
    assert isinstance(schema, Mapping)
    checker = type(pack_check.validator())({"$ref": "#/$defs/delivery", "$defs": schema["$defs"]})
    assert not list(checker.iter_errors(section))
    other = elsewhere(scheme)
    for role, user in ((Role.AGENT, scheme.user), (Role.COMMISSIONER, None)):
        for email in {row["by"] for rows in section.values() for row in rows}:
            found = user if user and user.email == email else None
            if found:
                builders.member(other.programme, role, organisation=scheme.agent, user=found)
    pack_delivery.load(programme=other.programme, section=section, by=builders.system(), at=AT)
    again = pack_delivery_export.export(other.programme)
    assert unsigned(again) == unsigned(section)
    assert again is not None
    assert [row["by"] for row in again["partners"]] == [scheme.user.email]
    assert again["activities"][1]["corrects"] == 0
    assert Activity.objects.filter(programme=other.programme).standing().count() == 1


def unsigned(found: Any) -> Any:
    """Without the names of who wrote it: a person who may not record in the new programme is replaced."""
    if isinstance(found, dict):
        return {name: unsigned(value) for name, value in found.items() if name != "by"}
    return [unsigned(one) for one in found] if isinstance(found, list) else found


def test_a_programme_without_records_has_no_section(scheme: Scheme) -> None:
    assert pack_delivery_export.export(scheme.programme) is None


@pytest.mark.parametrize(
    ("section", "path", "words"),
    [
        ({"partners": [{"agent": "nobody", "name": "X", "size": "small"}]}, "partners/0/agent", "no organisation"),
        ({"partners": [{"agent": "northern-works", "name": " ", "size": "small"}]}, "partners/0", "Enter the name"),
        (
            {"activities": [{"agent": "northern-works", "participant": "P-99", "day": "2025-03-01", "kind": "call",
                             "minutes": 5}]},
            "activities/0/participant", "no participant “P-99”",
        ),
        (
            {"activities": [{"agent": "northern-works", "participant": "P-01", "day": "2025-03-01", "kind": "call",
                             "minutes": 5, "note": "a@b.example"}]},
            "activities/0/note", "email address",
        ),
        (
            {"assignments": [{"agent": "northern-works", "participant": "P-01", "key_worker": "W-9",
                              "from_date": "2025-03-01"}]},
            "assignments/0/key_worker", "no key worker “W-9”",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(scheme: Scheme, section: Any, path: str, words: str) -> None:
    with pytest.raises(PackError, match=words) as refused:
        pack_delivery.load(programme=scheme.programme, section=section, by=builders.system(), at=AT)
    assert refused.value.problems[0].path == f"delivery/{path}"
