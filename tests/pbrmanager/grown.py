"""A programme with so many records of every kind that the interface for other systems lists."""

import io
import zlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import Role, User
from monitoring.actions import monitor
from monitoring.models import Flag
from outcomes.actions import submissions
from outcomes.models import (
    Claim,
    Drawing,
    EvidenceFile,
    RejectedRow,
    RowError,
    SampleItem,
    Submission,
    VerificationPlan,
)
from payments.actions import pricing
from payments.models import BankAccount, PaymentRun, StatementLine
from stages.actions import exports
from tests import builders
from tests.expertbody import bodies
from tests.monitoring import comparators, scenes
from tests.outcomes import checking, papers

OF_ONE_FILE = b"participant,started_on\nX-1,never\n"
LISTS = {  # by the names of their addresses, with what names the record to which the list belongs
    "programme_list": "", "stage_list": "", "finding_list": "", "meeting_list": "", "participant_list": "",
    "submission_list": "", "submission_errors": "submission", "claim_list": "", "evidence_list": "claim",
    "version_list": "", "plan_list": "", "check_list": "plan", "statement_list": "", "export_list": "",
    "account_list": "", "run_list": "", "target_list": "", "verdict_list": "", "flag_list": "", "comparator_list": "",
}  # fmt: skip
NOT_FOR_AGENTS = {"run_list"}
ELSEWHERE = {"version_list", "comparator_list"}
PART = {"submission": "pk", "claim": "pk", "plan": "number"}


def scene(size: int, **fields: Any) -> scenes.Scene:
    """A year of delivery under a contract with so many targets, and as many comparisons registered in advance."""
    return scenes.scene(
        targets=[scenes.RATE | {"code": f"rate-{n}"} for n in range(size)],
        comparisons=[scenes.COMPARISON | {"code": f"question-{n}"} for n in range(size)],
        **fields,
    )


class Grown:
    """A programme with so many records of every kind, the people who look at them, and records that own lists."""

    def __init__(self, scene: scenes.Scene, size: int) -> None:
        self.scene, self.size, self.programme = scene, size, scene.programme
        self.verifier = builders.member(self.programme, Role.VERIFIER)
        self.claim = self._claims()
        self.submission = self._files()
        self.plan = self._plans()
        self._money()
        self._findings()
        self._meetings()
        self.elsewhere = self._elsewhere()

    @property
    def people(self) -> dict[str, User]:
        return {"commissioner": self.scene.commissioner, "agent": self.scene.for_north}

    def _claims(self) -> Claim:
        self.scene.quarter(0, self.size, self.size)
        self.scene.quarter(0, 40, 20, agent=self.scene.south)
        claim = Claim.objects.filter(agent=self.scene.north, programme=self.programme).earliest("pk")
        first = papers.attached(claim, by=self.scene.for_north, at=scenes.NOW)
        file = EvidenceFile.objects.get(pk=first.file_id)
        files = copies(file, self.size - 1, digest=lambda n: f"{1000 * self.programme.pk + n:064x}")
        copies(first, self.size - 1, file_id=lambda n: files[n].pk)
        return claim

    def _files(self) -> Submission:
        sent = submissions.receive(
            programme=self.programme, agent=self.scene.north, kind="participants", filename="one.csv",
            file=io.BytesIO(OF_ONE_FILE), by=self.scene.for_north, at=scenes.SENT,
        )  # fmt: skip
        submissions.process(submission_id=sent.pk, at=scenes.SENT, wait=True)
        copies(Submission.objects.get(pk=sent.pk), self.size - 1)
        copies(RejectedRow.objects.get(submission=sent), self.size - 1, row_number=lambda n: 100 + n)
        copies(RowError.objects.filter(submission=sent).earliest("pk"), self.size - 1, row_number=lambda n: 100 + n)
        return sent

    def _plans(self) -> VerificationPlan:
        item = checking.asked(self.programme, self.claim, by=self.verifier, at=scenes.NOW, risk_share="0")
        drawn = Drawing.objects.get(plan=item.plan)
        plans = copies(item.plan, self.size - 1, number=lambda n: item.plan.number + 1 + n)
        nothing = zlib.compress(b"")
        drawings = copies(drawn, self.size - 1, plan_id=lambda n: plans[n].pk, population=lambda n: nothing)
        copies(item, self.size - 1, plan_id=lambda n: plans[n].pk, drawing_id=lambda n: drawings[n].pk)
        others = Claim.objects.filter(programme=self.programme, agent=self.scene.north)
        left = list(others.exclude(sample_items__plan=item.plan).order_by("pk")[: self.size])
        copies(item, len(left), claim_id=lambda n: left[n].pk)
        assert SampleItem.objects.filter(plan=item.plan).count() >= self.size
        return item.plan

    def _findings(self) -> None:
        finding = builders.finding(self.programme, stages=(2,))
        found = copies(finding, self.size - 1, number=lambda n: 100 + n, key=lambda n: f"k{n}", raised_by_id=somebody)
        copies(finding.stages.get(), self.size - 1, finding_id=lambda n: found[n].pk)
        monitor.run(programme=self.programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
        builders.finding(  # one whose figures are looked up whenever somebody reads it who may not see rows
            self.programme, stages=(4, 5), key="parking:young:2025-q4",
            evidence={"target": "rate-0", "period": "2025-q4", "segment": "young"},
        )  # fmt: skip
        late = Flag.objects.create(
            programme=self.programme, kind="late_data", subject=self.scene.north.code, period=self.periods[0],
            severity="red", reason="Late.", finding=finding, raised_at=scenes.NOW,
        )  # fmt: skip
        copies(late, self.size - 1, period_id=lambda n: self.periods[n + 1].pk, finding_id=lambda n: found[n].pk)
        exported = exports.ask(
            programme=self.programme, kind="claims", form="csv", by=self.scene.for_north, at=scenes.NOW
        )
        copies(exported, self.size - 1)
        copies(exported, self.size, asked_by_id=lambda n: self.scene.commissioner.pk)

    def _meetings(self) -> None:
        builders.body(self.programme)
        meeting = bodies.meeting(self.programme, at=scenes.NOW)
        seat = meeting.chair
        seats = copies(seat, self.size, user_id=somebody, is_chair=lambda n: False)
        copies(
            meeting, self.size - 1,
            number=lambda n: 2 + n, chair_id=lambda n: seats[n].pk, called_by_id=somebody,
        )  # fmt: skip

    def _elsewhere(self) -> str:
        """Further programmes, of which the last has its stage 1 open, and contract versions without terms."""
        for _ in range(self.size - 1):
            other = builders.programme(commissioner=builders.organisation())
            for person in self.people.values():
                builders.member(other, Role.ANALYST, user=person)
        copies(
            self.scene.version, self.size,
            programme_id=lambda n: other.pk,
            number=lambda n: 1 + n,
            effective_from=lambda n: date(2020, 1, 1) + timedelta(days=n),
            effective_to=lambda n: date(2020, 1, 1) + timedelta(days=n),
        )  # fmt: skip
        comparator = comparators.taken(other, at=scenes.NOW)
        others = copies(comparator, self.size - 1, number=lambda n: 100 + n)
        first = comparator.versions.get()
        copies(first, self.size - 1, comparator_id=lambda n: others[n].pk, added_by_id=somebody)
        return other.slug

    def _money(self) -> None:
        pricing.price(programme=self.programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
        line = StatementLine.objects.filter(statement__programme=self.programme).earliest("pk")
        day = date(2040, 1, 1)
        self.periods = copies(
            self.scene.period(0), self.size, code=lambda n: f"later-{n}",
            starts_on=lambda n: day + timedelta(days=n), ends_on=lambda n: day + timedelta(days=n),
        )  # fmt: skip
        stated = copies(line.statement, self.size, agent_id=self._north, period_id=lambda n: self.periods[n].pk)
        copies(line, self.size, statement_id=lambda n: stated[n].pk)
        others = [builders.organisation() for _ in range(self.size)]
        account = BankAccount.objects.create(
            programme=self.programme, organisation=self.scene.north, name="Main", sort_code="200000",
            account_number="55779911", entered_by=self.scene.for_north, entered_at=scenes.NOW,
        )  # fmt: skip
        copies(account, self.size, organisation_id=lambda n: others[n].pk)
        copies(account, self.size)
        run = PaymentRun.objects.create(
            programme=self.programme, payer=self.scene.south, number=1, made_by=self.scene.commissioner,
            made_at=scenes.NOW, total=Decimal(1), previous_digest="", digest="x",
        )  # fmt: skip
        copies(run, self.size - 1, number=lambda n: 2 + n, payer_id=lambda n: others[n].pk)

    def _north(self, place: int) -> int:
        return self.scene.north.pk

    def address(self, name: str) -> str:
        slug = self.elsewhere if name in ELSEWHERE else self.programme.slug
        given: dict[str, Any] = {} if name == "programme_list" else {"slug": slug}
        if owner := LISTS[name]:
            given[PART[owner]] = getattr(getattr(self, owner), PART[owner])
        return reverse(f"api:{name}", kwargs=given)


def somebody(place: int) -> int:
    """A person of their own for each record, so that one who is known already saves no query."""
    return builders.user().pk


def copies(record: Any, many: int, /, **varied: Any) -> list[Any]:
    """As many records like this one as are wanted, but for the fields that vary by place."""
    kind = type(record)
    same = {
        field.attname: getattr(record, field.attname) for field in kind._meta.concrete_fields if not field.primary_key
    }
    made: list[Any] = kind.objects.bulk_create(
        kind(**(same | {name: vary(n) for name, vary in varied.items()})) for n in range(many)
    )
    return made
