"""The section `verification` of a programme pack, written: plans with their drawings, and what was found."""

import base64
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from outcomes.models import Appeal, Drawing, EvidenceRequest, PlanEnd, SampleItem, VerificationPlan
from outcomes.selectors import claim_names
from stages.models import Programme

SHARES = ("confidence", "tolerable", "expected", "risk_share")
DAYS = ("late_days", "new_days", "answer_days", "appeal_days")
DATES = ("starts_on", "ends_on", "due_on")
Row = dict[str, Any]


def export(programme: Programme) -> list[Row]:
    """Every plan in order, in the form in which `load` reads them."""
    plans = VerificationPlan.objects.filter(programme=programme).select_related("made_by").order_by("number")
    return [_plan(plan) for plan in plans]


def _plan(plan: VerificationPlan) -> Row:
    row: Row = {"number": plan.number, "name": plan.name}
    row |= {name: getattr(plan, name).isoformat() for name in DATES}
    row |= {name: getattr(plan, name) for name in ("agents", "outcomes", "apart", "method")}
    row |= {name: f"{getattr(plan, name).normalize():f}" for name in SHARES}
    row |= {name: getattr(plan, name) for name in (*DAYS, "recovery", "recovery_basis")}
    row |= who(plan.made_by, plan.made_at)
    drawings = plan.drawings.select_related("drawn_by").order_by("number")
    row["drawings"] = [_drawing(one) for one in drawings]
    row["items"] = _items(plan)
    end = PlanEnd.objects.filter(plan=plan).select_related("ended_by").first()
    if end is not None:
        row["end"] = {"kind": end.kind, "reason": end.reason, "results": end.results, **who(end.ended_by, end.ended_at)}
    return row


def who(by: User, at: Any) -> Row:
    return {"by": by.email, "at": at.isoformat()}


def _drawing(one: Drawing) -> Row:
    return {
        "algorithm": one.algorithm, "seed": one.seed, "digest": one.digest, "sample_digest": one.sample_digest,
        "population": base64.b64encode(bytes(one.population)).decode(), "sizes": one.sizes, "agent": one.agent,
        "reason": one.reason, **who(one.drawn_by, one.drawn_at),
    }  # fmt: skip


def _items(plan: VerificationPlan) -> list[Row]:
    found = SampleItem.objects.filter(plan=plan).select_related("drawing", "claim__agent", "claim__participant")
    items = list(found.order_by("pk"))
    requests = _by_item(
        EvidenceRequest.objects.filter(item__plan=plan).select_related("asked_by", "answer__answered_by")
    )
    appeals = {one.item_id: one for one in Appeal.objects.filter(item__plan=plan).select_related("appealed_by")}
    known = claim_names.known_as(plan.programme)
    return [
        _item(item, claim_names.named(item.claim, known), requests.get(item.pk, []), appeals.get(item.pk))
        for item in items
    ]


def _by_item(found: Iterable[EvidenceRequest]) -> dict[int, list[EvidenceRequest]]:
    rows: dict[int, list[EvidenceRequest]] = {}
    for one in found:
        rows.setdefault(one.item_id, []).append(one)
    return rows


def _item(item: SampleItem, named: Row, requests: Iterable[EvidenceRequest], appeal: Appeal | None) -> Row:
    row: Row = {"drawing": item.drawing.number, "stratum": item.stratum, **named}
    row |= {"value": str(item.value), "certain": item.is_certain, "asks": item.asks}
    row["requests"] = [_request(one) for one in requests]
    row["decisions"] = [
        {
            "round": one.round, "step": one.step, "verdict": one.verdict, "reason": one.reason, "note": one.note,
            "by_register": one.by_register, **who(one.decided_by, one.decided_at),
        }
        for one in item.decisions.select_related("decided_by").order_by("pk")
    ]  # fmt: skip
    if appeal is not None:
        row["appeal"] = {"text": appeal.text, **who(appeal.appealed_by, appeal.appealed_at)}
    return row


def _request(one: EvidenceRequest) -> Row:
    row: Row = {"text": one.text, "due_on": one.due_on.isoformat(), **who(one.asked_by, one.asked_at)}
    answer = getattr(one, "answer", None)
    if answer is not None:
        said = {"text": answer.text, "reference": answer.reference}
        row["answer"] = {**said, **who(answer.answered_by, answer.answered_at)}
    return row
