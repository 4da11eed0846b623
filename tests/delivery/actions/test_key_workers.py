"""Key workers and secondments."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from delivery.actions import key_workers
from delivery.models import KeyWorker, Secondment
from stages.actions.visits import StageClosed
from tests import builders
from tests.delivery import records
from tests.delivery.records import AT, SIGNED
from tests.outcomes.scheme import Scheme


def lent(scheme: Scheme, **fields: Any) -> Secondment:
    given: dict[str, Any] = {
        "programme": scheme.programme, "agent": scheme.agent, "from_organisation": "Council", "role": "Housing officer",
        "outcome": "job_outcome", "from_date": SIGNED, "fte": Decimal("0.5"), "by": scheme.user, "at": AT,
    }  # fmt: skip
    return key_workers.second(**(given | fields))


def test_an_agent_records_and_changes_its_key_workers(scheme: Scheme) -> None:
    worker = records.worker(scheme.programme, scheme.agent, by=scheme.user)
    key_workers.change(key_worker=worker, fte=Decimal("0.6"), until_date=date(2026, 3, 31), by=scheme.user, at=AT)
    assert KeyWorker.objects.get().fte == Decimal("0.6")
    done = AuditEntry.objects.filter(action__startswith="delivery.key_worker").order_by("pk")
    assert [(row.action, row.before.get("fte")) for row in done] == [
        ("delivery.key_worker.add", None),
        ("delivery.key_worker.change", "1"),
    ]


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.AGENT, Role.VERIFIER])
def test_nobody_else_records_them(scheme: Scheme, role: str) -> None:
    other = builders.member(scheme.programme, role)
    worker = records.worker(scheme.programme, scheme.agent)
    with pytest.raises(Forbidden):
        records.worker(scheme.programme, scheme.agent, "W-2", by=other)
    with pytest.raises(Forbidden):
        key_workers.change(key_worker=worker, fte=Decimal("0.6"), by=other, at=AT)
    with pytest.raises(Forbidden):
        lent(scheme, by=other)


@pytest.mark.django_db
def test_they_are_recorded_only_while_stage_5_is_open() -> None:
    with pytest.raises(StageClosed):
        records.worker(builders.programme_at_stage(4), builders.organisation())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reference": " "}, "Enter the name or staff number"),
        ({"reference": "w-1"}, "is a key worker already"),
        ({"reference": "W-2", "until_date": date(2024, 1, 1)}, "must not be before"),
        ({"reference": "W-2", "fte": Decimal("1.2")}, "share of full time"),
    ],
)
def test_what_cannot_be_is_refused(scheme: Scheme, wrong: dict[str, Any], words: str) -> None:
    records.worker(scheme.programme, scheme.agent)
    with pytest.raises(Refused, match=words):
        records.worker(scheme.programme, scheme.agent, **wrong)


def test_a_secondment_names_an_outcome_of_the_contract(scheme: Scheme) -> None:
    assert lent(scheme).outcome == "job_outcome"
    assert AuditEntry.objects.filter(action="delivery.secondment.add").count() == 1
    with pytest.raises(Refused, match="no outcome"):
        lent(scheme, outcome="happiness")
    with pytest.raises(Refused, match="Enter the organisation"):
        lent(scheme, role=" ")
