"""The section `verification` of a programme pack, loaded: plans, drawings as they were, and what was found.

A drawing is not drawn anew, because what the ledger stated then decided it: the frozen list and the sample come with
the pack, and have to have their digests and follow from the seed. What was decided is written in the names that the
pack gives; the database keeps duties apart as ever.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction

from accounts.errors import Refused
from accounts.models import User
from outcomes.actions import verification
from outcomes.actions.pack_verification_export import DATES, DAYS, SHARES
from outcomes.domain import sampling
from outcomes.domain.plans import Intent
from outcomes.models import (
    Appeal,
    Claim,
    ClaimState,
    Drawing,
    EvidenceAnswer,
    EvidenceRequest,
    ItemDecision,
    PlanEnd,
    SampleItem,
    VerificationPlan,
)  # fmt: skip
from outcomes.selectors import claim_names, sample_plans
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "verification"
Row = Mapping[str, Any]
State, Verdict = ClaimState.State, ItemDecision.Verdict
STATES = {
    Verdict.PASSED: State.VERIFIED,
    Verdict.UPHELD: State.VERIFIED,
    Verdict.AGREED: State.FAILED,
}


@transaction.atomic
def load(*, programme: Programme, section: Sequence[Row], by: User, at: datetime) -> None:
    """Bring the plans in. Who may not speak for others brings them in their own name, and nothing that was decided."""
    verification.hold(programme)
    for index, row in enumerate(section):
        path = f"{SECTION}/{index}"
        if VerificationPlan.objects.filter(programme=programme, number=row["number"]).exists():
            continue
        try:
            _Loading(programme, row, path, by, at).run()
        except Refused as refusal:
            raise PackError(path, str(refusal)) from refusal


class _Loading:
    """One plan being brought in."""

    def __init__(self, programme: Programme, row: Row, path: str, by: User, at: datetime) -> None:
        self.programme, self.row, self.path, self.by, self.at = programme, row, path, by, at

    def who(self, row: Row, path: str) -> tuple[User, datetime]:
        return pack_people.person(row.get("by"), self.by, f"{path}/by"), moment(row.get("at"), self.at)

    def run(self) -> None:
        made_by, made_at = self.who(self.row, self.path)
        plan = verification.make(programme=self.programme, intent=_intent(self.row), by=made_by, at=made_at)
        ids = claim_names.ids(self.programme)
        drawings = [self._drawing(plan, number, row) for number, row in enumerate(self.row.get("drawings", ()), 1)]
        for place, row in enumerate(self.row.get("items", ())):
            self._item(plan, drawings, row, ids, f"{self.path}/items/{place}")
        end = self.row.get("end")
        if end and pack_people.may_speak_for_others(self.by):
            who, when = self.who(end, f"{self.path}/end")
            said = {"kind": end["kind"], "reason": end.get("reason", ""), "results": end.get("results", {})}
            PlanEnd.objects.create(plan=plan, ended_by=who, ended_at=when, **said)

    def _drawing(self, plan: VerificationPlan, number: int, row: Row) -> Drawing:
        path = f"{self.path}/drawings/{number - 1}"
        try:
            packed = base64.b64decode(row["population"], validate=True)
            text = zlib.decompress(packed).decode()
            units = sampling.read(text)
        except (binascii.Error, zlib.error, ValueError, ArithmeticError) as problem:
            raise PackError(f"{path}/population", "The list of claims cannot be read.") from problem
        who, when = self.who(row, path)
        drawing = Drawing(
            plan=plan, number=number, algorithm=row["algorithm"], seed=row["seed"], population=packed,
            digest=row["digest"], claims=len(units), value=sum((unit.value for unit in units), Decimal(0)),
            sizes=row["sizes"], strata=verification.strata(units), sample_digest=row["sample_digest"],
            agent=row.get("agent", ""), reason=row.get("reason", ""), drawn_by=who, drawn_at=when,
        )  # fmt: skip
        if sampling.digest(text) != drawing.digest:
            raise PackError(f"{path}/digest", "The list of claims does not have this digest: it was changed.")
        if sample_plans.sample_digest(sample_plans.again(drawing)) != drawing.sample_digest:
            raise PackError(f"{path}/sample_digest", "Drawing again from this list and seed gives another sample.")
        drawing.save(force_insert=True)
        return drawing

    def _item(
        self,
        plan: VerificationPlan,
        drawings: Sequence[Drawing],
        row: Row,
        ids: Mapping[claim_names.Name, int],
        path: str,
    ) -> None:
        name = claim_names.name(row)
        if name not in ids:
            raise PackError(path, "The pack has no such claim.", "Add it to “claims”.")
        drawing = drawings[row["drawing"] - 1]
        claim = Claim.objects.get(pk=ids[name])
        item = SampleItem.objects.create(
            plan=plan, drawing=drawing, claim=claim, stratum=row["stratum"], value=Decimal(row["value"]),
            is_certain=row.get("certain", False), asks=row.get("asks", []),
        )  # fmt: skip
        why = f"Drawn for plan {plan.number}, {plan.name}"
        verification.put_states(plan, [claim.pk], State.SAMPLED, why, drawing.drawn_by, drawing.drawn_at)
        if pack_people.may_speak_for_others(self.by):
            self._found(item, row, path)

    def _found(self, item: SampleItem, row: Row, path: str) -> None:
        """What was asked, answered, decided and appealed, in order."""
        for place, asked in enumerate(row.get("requests", ())):
            self._request(item, asked, f"{path}/requests/{place}")
        for place, decision in enumerate(row.get("decisions", ())):
            if decision["step"] == ItemDecision.Step.APPEAL:
                self._appeal(item, row, path)
            self._decision(item, decision, f"{path}/decisions/{place}")
        self._appeal(item, row, path)

    def _request(self, item: SampleItem, row: Row, path: str) -> None:
        who, when = self.who(row, path)
        asked = EvidenceRequest.objects.create(
            item=item, text=row["text"], due_on=date.fromisoformat(row["due_on"]), asked_by=who, asked_at=when
        )
        if answer := row.get("answer"):
            who, when = self.who(answer, f"{path}/answer")
            said = {"text": answer["text"], "reference": answer.get("reference", "")}
            EvidenceAnswer.objects.create(request=asked, answered_by=who, answered_at=when, **said)

    def _appeal(self, item: SampleItem, row: Row, path: str) -> None:
        appeal = row.get("appeal")
        if appeal and not Appeal.objects.filter(item=item).exists():
            who, when = self.who(appeal, f"{path}/appeal")
            Appeal.objects.create(item=item, text=appeal["text"], appealed_by=who, appealed_at=when)

    def _decision(self, item: SampleItem, row: Row, path: str) -> None:
        who, when = self.who(row, path)
        said = {name: row.get(name, "") for name in ("round", "step", "verdict", "reason", "note")}
        try:
            with transaction.atomic():
                made = ItemDecision.objects.create(
                    item=item, by_register=row.get("by_register", False), decided_by=who, decided_at=when, **said
                )
        except DatabaseError as problem:
            raise PackError(path, "Whoever decided this may not decide it, or not then.") from problem
        if state := STATES.get(Verdict(made.verdict)):
            why = made.note or f"Checked for plan {item.plan.number}"
            verification.put_states(item.plan, [item.claim_id], state, why, who, when)


def _intent(row: Row) -> Intent:
    given: dict[str, Any] = {name: row[name] for name in ("name", "method", *DAYS) if name in row}
    given |= {name: date.fromisoformat(row[name]) for name in DATES}
    given |= {name: Decimal(row[name]) for name in SHARES if name in row}
    given |= {name: row[name] for name in ("agents", "outcomes", "apart", "recovery", "recovery_basis") if name in row}
    return Intent(**given)
