"""Challenges, the baseline, the map of data access, and the appraisals of alternatives: added and changed alike."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from accounts.errors import Refused
from accounts.models import User
from stages.actions import records
from stages.models import Appraisal, Baseline, Challenge, DataSource, Membership, Programme

Record = Challenge | Baseline | DataSource | Appraisal
R = TypeVar("R", bound=Challenge | Baseline | DataSource | Appraisal)

FIELDS: dict[type[models.Model], list[str]] = {
    Challenge: ["side", "what", "response", "owner"],
    Baseline: ["measure", "value", "period", "source", "quality"],
    DataSource: ["record", "holder", "gateway", "status", "measures"],
    Appraisal: ["alternative", "cost", "risk", "quality", "evidence", "conclusion"],
}
NEEDED: dict[type[models.Model], dict[str, str]] = {
    Challenge: {"what": "what the challenge is"},
    Baseline: {"measure": "what is measured", "value": "its value", "period": "the period", "source": "the source"},
    DataSource: {"record": "the record", "holder": "who holds it", "measures": "which outcome it measures"},
    Appraisal: {"alternative": "the alternative"},
}


def _name(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


def _check(model: type[models.Model], programme: Programme, fields: dict[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS[model])
    if unknown:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    empty = [words for name, words in NEEDED[model].items() if name in fields and not fields[name].strip()]
    if empty:
        raise Refused(f"Enter {', '.join(empty)}.")
    owner = fields.get("owner")
    if owner is not None and not Membership.objects.filter(programme=programme, user=owner).exists():
        raise Refused(f"{owner} is not a member of this programme. Choose a member to own it.")


def _refuse_unlawful(record: models.Model) -> None:
    """Access that is agreed rests on something: an act, or a named agreement."""
    if isinstance(record, DataSource) and record.status == DataSource.Status.AGREED and not record.gateway.strip():
        raise Refused("Enter the legal gateway: access is agreed by a law or an agreement, and both have names.")


@transaction.atomic
def add(*, model: type[R], programme: Programme, by: User, at: datetime, **fields: Any) -> R:
    """Add a record of the kind, while stage 1 is open."""
    records.begin(programme, 1, by)
    _check(model, programme, dict.fromkeys(NEEDED[model], "") | fields)
    made = model(programme=programme, added_by=by, added_at=at, **fields)
    _refuse_unlawful(made)
    made.save(force_insert=True)
    names = FIELDS[model]
    records.added(made, programme=programme, action=f"stages.{_name(model)}.add", names=names, by=by, at=at)
    return made


@transaction.atomic
def change(*, entry: Record, by: User, at: datetime, **fields: Any) -> Record:
    """Change the given fields of a record, while stage 1 is open."""
    model, programme = type(entry), entry.programme
    records.begin(programme, 1, by)
    _check(model, programme, fields)
    wanted = model(programme=programme, **(records_now(entry) | fields))
    _refuse_unlawful(wanted)
    records.change(entry, fields, programme=programme, action=f"stages.{_name(model)}.change", by=by, at=at)
    return entry


def records_now(record: Record) -> dict[str, Any]:
    """The fields of the record as they are."""
    return {name: getattr(record, name) for name in FIELDS[type(record)]}
