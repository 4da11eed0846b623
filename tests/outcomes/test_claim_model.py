"""What the database itself guards about claims."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contracts.models import ContractVersion
from outcomes.models import Claim
from tests import builders
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import SENT, Scheme


def claim(scheme: Scheme, **fields: Any) -> Claim:
    given = {
        "programme": scheme.programme,
        "agent": scheme.agent,
        "participant": fields.pop("participant", None) or scheme.participant("P-1"),
        "outcome": "qualification",
        "event_date": date(2025, 3, 1),
        "version": scheme.version,
        "received_at": SENT,
    }
    with transaction.atomic():
        return Claim.objects.create(**(given | fields))


def test_a_claim_refers_only_to_its_own_programme_and_agent(scheme: Scheme) -> None:
    person = scheme.participant("P-0")
    other = schemes.scheme()
    draft = ContractVersion.objects.create(
        programme=scheme.programme,
        number=2,
        title="Draft",
        effective_from=date(2027, 1, 1),
        drafted_by=builders.system(),
        drafted_at=SENT,
    )
    wrong: list[dict[str, Any]] = [
        {"participant": other.participant("X")},
        {"programme": other.programme},
        {"agent": builders.organisation("Other")},
        {"version": other.version},
        {"version": draft},
        {"submission": other.receive("participant,outcome,achieved_on\n")},
        {"participant": 0},
        {"version": 0},
        {"submission": 0},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError, match="of another programme or agent"):
            insert(scheme, **({"participant": person} | fields))
    assert claim(scheme, participant=person).pk


def insert(scheme: Scheme, **fields: Any) -> None:
    """A row with these references, whatever they are."""
    keys = {
        "programme": scheme.programme.pk,
        "agent": scheme.agent.pk,
        "version": scheme.version.pk,
        "submission": None,
    }
    keys |= {name: getattr(value, "pk", value) for name, value in fields.items()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO outcomes_claim (programme_id, agent_id, participant_id, version_id, submission_id, outcome,
                                           event_date, sequence, evidence_kind, evidence_ref, received_at)
               VALUES (%(programme)s, %(agent)s, %(participant)s, %(version)s, %(submission)s, 'x', '2025-03-01', 1, '',
                       '', now())""",
            keys,
        )


def test_a_claim_is_never_changed_or_removed(scheme: Scheme) -> None:
    made = claim(scheme)
    for change in ("UPDATE outcomes_claim SET value = 1", "DELETE FROM outcomes_claim"):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert Claim.objects.get() == made


def test_the_natural_key_is_unique_and_sequences_begin_at_one(scheme: Scheme) -> None:
    made = claim(scheme)
    with pytest.raises(IntegrityError, match="outcomes_claim_natural_key"):
        claim(scheme, participant=made.participant)
    with pytest.raises(IntegrityError, match="outcomes_claim_sequence_from_one"):
        claim(scheme, participant=made.participant, sequence=0)


def test_what_a_claim_refers_to_is_never_removed(scheme: Scheme) -> None:
    claim(scheme, submission=scheme.receive("participant,outcome,achieved_on\n"))
    for table in ("delivery_participant", "contracts_contractversion", "outcomes_submission"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
