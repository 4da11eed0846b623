"""Key workers: who they are, for whom they work, and for how many hours."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery.actions import records
from delivery.models import KeyWorker, Secondment
from delivery.selectors import contract as contracts
from stages.actions import records as stage_records
from stages.models import Programme

FIELDS = ["reference", "employer", "seconded_from", "from_date", "until_date", "fte", "explanation"]
SECONDED = ["from_organisation", "role", "outcome", "from_date", "until_date", "fte"]


@transaction.atomic
def add(
    *,
    programme: Programme,
    agent: Organisation,
    reference: str,
    from_date: date,
    fte: Decimal,
    employer: str = "",
    seconded_from: str = "",
    until_date: date | None = None,
    explanation: str = "",
    by: User,
    at: datetime,
) -> KeyWorker:
    """Record a key worker of the agent or of one of its partners. References are unique for an agent."""
    records.begin(programme, agent, by)
    fields = {
        "reference": reference.strip(), "employer": employer.strip(), "seconded_from": seconded_from.strip(),
        "from_date": from_date, "until_date": until_date, "fte": fte, "explanation": explanation.strip(),
    }  # fmt: skip
    _check(programme, agent, fields)
    worker = KeyWorker.objects.create(programme=programme, agent=agent, added_by=by, added_at=at, **fields)
    stage_records.added(worker, programme=programme, action="delivery.key_worker.add", names=FIELDS, by=by, at=at)
    return worker


@transaction.atomic
def change(*, key_worker: KeyWorker, by: User, at: datetime, **fields: Any) -> KeyWorker:
    """Change what is known of a key worker, such as the hours, the last day, or why the caseload is high."""
    records.begin(key_worker.programme, key_worker.agent, by)
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"A key worker has no {', '.join(sorted(unknown))}")
    fields = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    now = {name: getattr(key_worker, name) for name in FIELDS}
    _check(key_worker.programme, key_worker.agent, now | fields, key_worker.pk)
    stage_records.change(
        key_worker, fields, programme=key_worker.programme, action="delivery.key_worker.change", by=by, at=at
    )
    return key_worker


def _check(programme: Programme, agent: Organisation, fields: dict[str, Any], other_than: int = 0) -> None:
    reference = fields["reference"]
    if not reference:
        raise Refused("Enter the name or staff number of the key worker.")
    same = KeyWorker.objects.filter(programme=programme, agent=agent, reference__iexact=reference)
    if same.exclude(pk=other_than).exists():
        raise Refused(f"{reference} is a key worker already. Change that entry, or tell the two apart.")
    _check_post(fields["from_date"], fields["until_date"], fields["fte"])


def _check_post(from_date: date, until_date: date | None, fte: Decimal) -> None:
    if until_date is not None and until_date < from_date:
        raise Refused("The last day must not be before the first.")
    if not 0 < fte <= 1:
        raise Refused("Hours are a share of full time: more than 0, and 1 at most.")


@transaction.atomic
def second(
    *,
    programme: Programme,
    agent: Organisation,
    from_organisation: str,
    role: str,
    outcome: str,
    from_date: date,
    fte: Decimal,
    until_date: date | None = None,
    by: User,
    at: datetime,
) -> Secondment:
    """Record that another organisation lends somebody, and the outcome of the contract that it is for."""
    records.begin(programme, agent, by)
    if not from_organisation.strip() or not role.strip():
        raise Refused("Enter the organisation that lends somebody, and their role.")
    if outcome not in contracts.of(programme).outcome_codes:
        raise Refused(f"The contract has no outcome “{outcome}”. Choose one that it has.")
    _check_post(from_date, until_date, fte)
    made = Secondment.objects.create(
        programme=programme, agent=agent, from_organisation=from_organisation.strip(), role=role.strip(),
        outcome=outcome, from_date=from_date, until_date=until_date, fte=fte, added_by=by, added_at=at,
    )  # fmt: skip
    stage_records.added(made, programme=programme, action="delivery.secondment.add", names=SECONDED, by=by, at=at)
    return made
