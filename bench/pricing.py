"""Pricing 200,000 claims: beside one INSERT … SELECT of as many ledger rows, and beside a loop over single claims.

The contract has segments, start years, deadweight in whole people and by amount, waiting days and caps, so that every
part of the pricing is at work. Everything is measured to the commit, foreign keys and indexes included.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum

from accounts.actions import audit
from accounts.models import Organisation, User
from accounts.selectors import users
from bench.measure import Measurement, stopwatch
from contracts.actions import versions
from contracts.models import ContractVersion
from delivery.models import Participant
from outcomes.models import Claim
from payments.actions import pricing
from payments.models import LedgerEntry, PricingRun, Statement
from stages.actions import programmes, visits
from stages.models import Programme
from stages.selectors import visits as open_visits

CLAIMS = 200_000
SAMPLE = 1_000
ROUNDS = 2
FIRST_DAY = date(2024, 4, 1)
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
AS_OF = date(2026, 4, 1)
GROUPS = ("a", "b", "c", "d")


def run() -> list[Measurement]:
    """Two rounds, each on a programme of its own; the best time of each counts, as the machine may be busy besides."""
    rounds = [_round(number) for number in range(ROUNDS)]
    seconds, reference, loop = (min(times) for times in zip(*rounds, strict=True))
    work = "price accepted claims: caps, deadweight, explanation stored"
    one = "one INSERT … SELECT of as many ledger rows"
    other = f"a per-claim loop: one action with its audit row for each (from {SAMPLE:,} claims)"
    return [
        Measurement(work, CLAIMS, seconds, one, reference, "at_most", 5),
        Measurement(work, CLAIMS, seconds, other, loop, "at_least", 100),
    ]


def _round(number: int) -> tuple[float, float, float]:
    """Seconds for pricing, for the INSERT … SELECT, and for the loop over as many claims."""
    priced, seconds = priced_in(f"Pricing {number}", CLAIMS)
    return seconds, _insert_select(priced), _loop(priced.programme) * CLAIMS / SAMPLE


def priced_in(name: str, claims: int) -> tuple[PricingRun, float]:
    """The run that prices so many claims of a new programme, and the seconds that it took."""
    programme, version, agent = _programme(name, claims)
    _people_and_claims(programme, version, agent, claims)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with stopwatch() as seconds:
        priced = pricing.price(programme=programme, as_of=AS_OF, by=_system(), at=NOW)
    assert priced is not None
    assert priced.entries == claims
    return priced, seconds()


def _system() -> User:
    return users.system_user("bench")


def _programme(name: str, claims: int) -> tuple[Programme, ContractVersion, Organisation]:
    by = _system()
    payer, _ = Organisation.objects.get_or_create(code="payer", defaults={"name": "Payer"})
    agent, _ = Organisation.objects.get_or_create(code="provider", defaults={"name": "Provider"})
    programme = programmes.create(name=name, commissioner=payer, by=by, at=NOW)
    for stage in (1, 2, 3):
        visit = open_visits.open_visit(programme, stage)
        assert visit is not None
        visits.close_decided_elsewhere(visit=visit, by=by, at=NOW, decision="For the measurement.")
    draft = versions.draft_from(programme=programme, document=_terms(claims), by=by, at=NOW)
    version = versions.propose(version=draft, by=by, at=NOW)
    for side, organisation in (("principal", payer), ("agent", agent)):
        versions.agree(version=version, on_behalf_of=side, organisation=organisation, by=by, at=NOW)
    versions.agree_for_expert_body(subject=version, by=by, at=NOW, rationale="For the measurement.")
    return programme, version, agent


def _terms(claims: int) -> dict[str, object]:
    """The contract; its cap of a year grows with the claims, so that every size meets it alike."""
    outcome = {"kind": "binary", "definition": "As measured."}
    conceded = {"method": "conceded", "share": "1/6", "rounding": "whole_people", "count": "down"}
    amounts = [
        {"segment": group, "start_year": year, "amount": f"{1000 + 100 * place + year % 10}.00"}
        for place, group in enumerate(GROUPS)
        for year in (2024, 2025, 2026)
    ]
    return {
        "title": "Bench",
        "effective_from": FIRST_DAY.isoformat(),
        "periods": [
            {
                "code": f"q{place}",
                "starts_on": (FIRST_DAY + timedelta(days=91 * place)).isoformat(),
                "ends_on": (FIRST_DAY + timedelta(days=91 * place + 90)).isoformat(),
            }
            for place in range(9)
        ],
        "principals": [{"organisation": "payer", "share": "1"}],
        "agents": ["provider"],
        "segments": [{"code": group, "name": group, "rule": {"group": [group]}} for group in GROUPS],
        "outcomes": [
            {**outcome, "code": "job", "name": "Job", "deadweight": conceded},
            {**outcome, "code": "kept", "name": "Job kept", "kind": "sustained", "max_per_participant": 13},
        ],
        "rules": [
            {"code": "job", "name": "Job", "kind": "outcome_fee", "outcome": "job", "amounts": amounts,
             "waiting_working_days": 5},
            {"code": "kept", "name": "Job kept", "kind": "sustainment_fee", "outcome": "kept",
             "amounts": [{"amount": "170.55"}], "every_weeks": 4, "max_steps": [{"steps": 13}],
             "prerequisites": ["job"], "waiting_working_days": 15,
             "deadweight": {"method": "conceded", "share": "1/6", "rounding": "per_claim"}},
        ],
        "caps": [
            {"code": "each", "scope": "participant", "amount": "2500.00"},
            {"code": "year", "scope": "year", "amount": f"{450 * claims}.00"},
        ],
    }  # fmt: skip


def _people_and_claims(programme: Programme, version: ContractVersion, agent: Organisation, claims: int) -> None:
    """People with one job and up to nine steps each, until there are enough claims. The same every time."""
    chance = random.Random(1)
    people = claims // 10
    starts = [FIRST_DAY + timedelta(days=chance.randrange(180)) for _ in range(people)]
    with connection.cursor() as cursor:
        with cursor.copy(COPY_PARTICIPANTS) as copy:
            for number, day in enumerate(starts):
                group = GROUPS[number % len(GROUPS)]
                copy.write_row((programme.pk, agent.pk, f"P{number:07}", day, group, "{}", version.pk, NOW))
        ids = list(Participant.objects.filter(programme=programme).order_by("pk").values_list("pk", flat=True))
        with cursor.copy(COPY_CLAIMS) as copy:
            for participant, started_on in zip(ids, starts, strict=True):
                for outcome, day, sequence in _history(started_on + timedelta(days=chance.randrange(1, 90))):
                    copy.write_row(
                        (programme.pk, agent.pk, participant, outcome, day, sequence, "", "", version.pk, NOW)
                    )


def _history(job: date) -> Iterator[tuple[str, date, int]]:
    yield "job", job, 1
    for step in range(1, 10):
        yield "kept", job + timedelta(weeks=4 * step), step


COPY_PARTICIPANTS = (
    "COPY delivery_participant (programme_id, agent_id, reference, started_on, segment, attributes, version_id, "
    "received_at) FROM STDIN"
)
COPY_CLAIMS = (
    "COPY outcomes_claim (programme_id, agent_id, participant_id, outcome, event_date, sequence, evidence_kind, "
    "evidence_ref, version_id, received_at) FROM STDIN"
)


def _insert_select(run: PricingRun) -> float:
    """As many rows into the same table, indexes and foreign keys checked as at a commit; then taken back."""
    columns = [str(field.column) for field in LedgerEntry._meta.concrete_fields if not field.primary_key]
    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        with stopwatch() as seconds:
            cursor.execute(
                f"INSERT INTO payments_ledgerentry ({names}) "
                f"SELECT {names} FROM payments_ledgerentry WHERE run_id = %s",
                [run.pk],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    return seconds()


def _loop(programme: Programme) -> float:
    """One action a claim, as products do that price by records: lock, look up, work out, write, audit."""
    claims = Claim.objects.filter(programme=programme).order_by("event_date", "pk").values_list("pk", flat=True)
    statement = Statement.objects.filter(programme=programme).order_by("pk")[0]
    run = programme.pricing_runs.get()
    with transaction.atomic():
        with stopwatch() as seconds:
            for number, pk in enumerate(claims[:SAMPLE], 1):
                _price_alone(pk, run, statement, number)
        transaction.set_rollback(True)
    return seconds()


@transaction.atomic
def _price_alone(pk: int, run: PricingRun, statement: Statement, number: int) -> None:
    claim = Claim.objects.select_for_update(of=("self",)).select_related("participant__version").get(pk=pk)
    if claim.states.filter(state__in=["failed", "withdrawn"]).exists():
        return
    participant = claim.participant
    rule = participant.version.rules.select_related("outcome").get(outcome__code=claim.outcome)
    before = LedgerEntry.objects.filter(participant=participant, run__lt=run).aggregate(spent=Sum("net"))
    amount = Decimal(rule.params["amounts"][0]["amount"])
    gross = min(amount, Decimal(2500) - (before["spent"] or Decimal(0)))
    deadweight = (gross / 6).quantize(Decimal("0.01")) if number % 6 == 0 else Decimal(0)
    entry = LedgerEntry.objects.create(
        run=run, programme_id=claim.programme_id, statement=statement, participant=participant, claim=claim,
        version=participant.version, kind="payment", rule=rule.code, outcome=claim.outcome,
        segment=participant.segment, units=1, unit_amount=amount, gross=gross, deadweight=deadweight, capped=0,
        net=gross - deadweight, explanation={"amount": str(amount)}, digest="",
    )  # fmt: skip
    audit.record(
        by=run.run_by, at=NOW, action="payments.claim.price", programme="bench", subject=entry,
        after={"net": entry.net},
    )  # fmt: skip
