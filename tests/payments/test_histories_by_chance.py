"""Histories by chance, through the database: whatever happens in whatever order, the ledger says what is owed.

What is owed is worked out from nothing at the end; statements, their payers and what was approved agree with it.
"""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Organisation
from contracts.models import ContractVersion
from delivery.models import Participant, Reclassification, ReclassificationDecision, Transfer, TransferAnswer
from delivery.selectors import participant_events
from outcomes.models import Claim, ClaimState
from payments.actions import pricing
from payments.domain import pricing as owed
from payments.domain.inputs import Inputs
from payments.models import LedgerEntry, Statement
from payments.selectors import books, integrity, statements
from stages.models import Programme
from tests import builders
from tests.payments.approving import approve
from tests.payments.elsewhere import Tried, fee, outcome, pack, version, years

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST_DAY, CHANGE = date(2024, 2, 29), date(2025, 2, 1)
PERSON = {"code": "person", "scope": "participant", "amount": "1000.00"}
CAPS: list[dict[str, Any]] = [
    PERSON,
    {"code": "all", "scope": "contract", "amount": "4000.00", "per_agent": False},
    {"code": "quarter", "scope": "period", "amount": "1500.00"},
    {"code": "year", "scope": "year", "amount": "2500.00", "carries_over": True},
]
DEADWEIGHTS: list[dict[str, Any]] = [
    {"method": "none", "source": "None"},
    {"method": "conceded", "share": "1/6", "rounding": "per_period", "source": "Pilot"},
    {"method": "conceded", "share": "1/6", "rounding": "whole_people", "count": "down", "source": "Pilot"},
    {"method": "conceded", "share": "0.3", "rounding": "per_claim", "source": "Pilot"},
]


class History:
    """A contract of two versions and what happens under it, step by step, as the dice say."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.dice = random.Random(seed)
        Tried(folder, self.document())
        self.programme = Programme.objects.get(slug="chance")
        self.versions = list(ContractVersion.objects.filter(programme=self.programme).order_by("number"))
        self.agents = list(Organisation.objects.filter(code__in=["north", "south"]).order_by("code"))
        self.by, self.first, self.second = builders.system(), builders.user(), builders.user()
        self.people: list[Participant] = []
        self.frozen: dict[int, Any] = {}

    def document(self) -> Any:
        shared: dict[str, Any] = {
            "agents": ["north", "south"], "rounding": self.dice.choice(["half_up", "half_even"]),
            "principals": [{"organisation": "fund", "share": "1/3"}, {"organisation": "council", "share": "2/3"}],
            "outcomes": [outcome("job"), outcome("half"), outcome("visit", max_per_participant=3)],
            "segments": [{"code": "young", "name": "Y", "rule": {"age": ["1"]}}, {"code": "other", "name": "O"}],
        }  # fmt: skip
        first = version(1, str(FIRST_DAY), effective_to="2025-01-31", **self.terms(0), **shared)
        return pack("chance", years(2024, 2025, months=3), [first, version(2, str(CHANGE), **self.terms(50), **shared)])

    def terms(self, more: int) -> dict[str, Any]:
        limit = {"code": "fund-most", "payer": "fund", "over": self.dice.choice(["contract", "year", "period"]),
                 "amount": "900.00", "beyond": self.dice.choice(["passed_over", "unpaid"])}  # fmt: skip
        bands = [{"above": 0, "amount": "10.01"}, {"above": 2, "amount": "6.03"}]
        routes = [{"outcome": "half", "amounts": [{"amount": "300.10"}]}]
        amounts = [{"segment": "young", "amount": f"{100 + more}.01"}, {"amount": "50.05"}]
        rules: list[dict[str, Any]] = [
            {"kind": "attachment_fee", "code": "start", "name": "Start", "amounts": amounts},
            fee("job", f"{700 + more}.33", routes=routes, deadweight=self.dice.choice(DEADWEIGHTS)),
            fee("visit", "33.37", paid="each_time"),
            {"kind": "bonus", "code": "held", "name": "Held", "outcome": "job", "amounts": [{"amount": "77.77"}],
             "waiting_working_days": 100},
            {"kind": "volume_bands", "code": "volume", "name": "Volume", "outcome": "visit", "bands": bands,
             "over": self.dice.choice(["contract", "year", "period"])},
            {"kind": "service_fee", "code": "service", "name": "Service", "amounts": [{"amount": "100.01"}],
             "yearly_discount": "0.025"},
            {"kind": "floor", "code": "least", "name": "Least", "amounts": [{"amount": "222.22"}]},
        ]  # fmt: skip
        return {
            "rules": rules, "caps": self.dice.sample(CAPS, self.dice.randint(0, 3)),
            "payer_caps": self.dice.choice([[], [limit]]), "rounding_at": self.dice.choice(["line", "total"]),
        }  # fmt: skip

    # What may happen

    def start(self) -> None:
        number, day = len(self.people), FIRST_DAY + timedelta(days=self.dice.randint(0, 500))
        self.people.append(
            Participant.objects.create(
                programme=self.programme, agent=self.dice.choice(self.agents), version=self.dice.choice(self.versions),
                reference=f"P{self.dice.randint(0, 9)}{number}", started_on=day, received_at=AT,
                segment=self.dice.choice(["young", "other"]), attributes={"age": "1"},
            )
        )  # fmt: skip

    def claim(self) -> None:
        person, code = self.dice.choice(self.people), self.dice.choice(["job", "half", "visit", "visit"])
        sequence = self.dice.randint(1, 3) if code == "visit" else 1
        day = person.started_on + timedelta(days=self.dice.randint(0, 200))
        same = Claim.objects.filter(participant=person, outcome=code, sequence=sequence)
        if not same.standing().exists() and not same.filter(event_date=day).exists():
            Claim.objects.create(
                programme=self.programme, agent=participant_events.agent_on(person, day), participant=person,
                outcome=code, event_date=day, sequence=sequence, version=self.dice.choice(self.versions),
                received_at=AT,
            )  # fmt: skip

    def fall(self) -> None:
        claims = list(Claim.objects.filter(programme=self.programme).standing().order_by("pk"))
        if claims:
            self.put(self.dice.choice(claims), self.dice.choice(["failed", "withdrawn"]))

    def stand(self) -> None:
        """A claim that failed stands again, unless another has taken its place."""
        failed = ClaimState.objects.filter(claim__programme=self.programme, state="failed").order_by("pk")
        for claim in Claim.objects.filter(pk__in=failed.values("claim")).order_by("pk"):
            same = Claim.objects.filter(participant=claim.participant, outcome=claim.outcome, sequence=claim.sequence)
            if not same.standing().exists():
                self.put(claim, "verified")
                return

    def put(self, claim: Claim, state: str) -> None:
        ClaimState.objects.create(claim=claim, state=state, reason="So", changed_by=self.by, changed_at=AT)

    def hand_over(self) -> None:
        person = self.dice.choice(self.people)
        now, day = participant_events.holder(person), person.started_on + timedelta(days=self.dice.randint(1, 150))
        [other] = [one for one in self.agents if one != now]
        moved = Transfer.objects.create(
            participant=person, from_agent=now, to_agent=other, reference="S", from_date=day, reason="Moved",
            proposed_by=self.first, proposed_at=AT,
        )  # fmt: skip
        TransferAnswer.objects.create(transfer=moved, kind="confirmed", decided_by=self.second, decided_at=AT)

    def reclassify(self) -> None:
        person = self.dice.choice(self.people)
        now = participant_events.segment_now(person)
        asked = Reclassification.objects.create(
            participant=person, from_segment=now, to_segment="other" if now == "young" else "young", reason="So",
            evidence="Passport", proposed_by=self.first, proposed_at=AT,
        )  # fmt: skip
        ReclassificationDecision.objects.create(
            reclassification=asked, kind="confirmed", decided_by=self.second, decided_at=AT
        )

    def approve(self) -> None:
        """Any open statement but the last, so that there is always one for what changes."""
        waiting = Statement.objects.filter(programme=self.programme, approved_at=None).exclude(period__code="2025-4")
        if found := list(waiting.order_by("pk")):
            one = self.dice.choice(found)
            approve(one, AT)
            self.frozen[one.pk] = told(one.pk)

    def price(self) -> None:
        self.price_on(self.dice.choice([date(2024, 12, 31), date(2025, 6, 30), date(2026, 2, 1)]))

    def price_on(self, day: date) -> None:
        pricing.price(programme=self.programme, as_of=day, by=self.by, at=AT)

    # What has to be so

    def check(self, day: date) -> None:
        self.price_on(day)
        assert pricing.price(programme=self.programme, as_of=day, by=self.by, at=AT) is None
        book = books.book(self.programme)
        assert book is not None
        given = Inputs(
            book, books.starts(self.programme), books.claims(self.programme), day, (),
            participant_events.handed_over(self.programme),
        )  # fmt: skip
        expected = {
            (line.agent, line.claim, line.participant, line.rule, line.about): line.net
            for line in owed.price(given).lines
            if line.net
        }
        stated: defaultdict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
        for entry in LedgerEntry.objects.filter(programme=self.programme).select_related("statement"):
            key = (entry.statement.agent_id, entry.claim_id, entry.participant_id, entry.rule, entry.about)
            stated[key] += entry.net
        assert {key: net for key, net in stated.items() if net} == expected
        self.check_statements()
        assert integrity.verify().broken is None

    def check_statements(self) -> None:
        for one in Statement.objects.filter(programme=self.programme):
            document = statements.as_document(one)
            entries = LedgerEntry.objects.filter(statement=one).values_list("net", flat=True)
            total = sum(entries, Decimal(0))
            assert Decimal(document["total"]) == total
            assert sum((Decimal(line["net"]) for line in document["lines"]), Decimal(0)) == total
            assert sum((Decimal(payer["amount"]) for payer in document["payers"]), Decimal(0)) == total
            assert self.frozen.get(one.pk, document) == document


def told(statement: int) -> dict[str, Any]:
    return statements.as_document(Statement.objects.get(pk=statement))


@pytest.mark.parametrize("seed", range(4))
def test_statements_say_what_is_owed_whatever_happens_in_whatever_order(seed: int, tmp_path: Path) -> None:
    history = History(seed, tmp_path)
    for _ in range(4):
        history.start()
    acts = [
        *[history.start] * 4, *[history.claim] * 8, *[history.fall] * 2, *[history.price] * 2, history.stand,
        history.hand_over, history.reclassify, history.approve,
    ]  # fmt: skip
    for step in range(40):
        history.dice.choice(acts)()
        if step % 20 == 10:
            history.price()
            history.approve()
    history.check(date(2025, 9, 30))
    history.check(date(2026, 6, 30))
    assert history.frozen
