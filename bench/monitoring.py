"""The nightly monitor over many programmes, beside one aggregate query over the same claims.

Each programme has ten targets, five outcomes, two segments and twelve months. The first nine months are judged first.
What is measured is a night on which one more month has become complete and every target of every programme is judged
anew: the median of three such nights, each beside the aggregate query run right after it.
Set BENCH_FULL=1 for 1,000 programmes and 2,000,000 claims; without it 100 programmes and 200,000 claims.
"""

import itertools
import os
import statistics
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from accounts.models import Organisation, User
from accounts.selectors import users
from bench.measure import Measurement, stopwatch
from contracts.models import ContractVersion, OutcomeDefinition, Party, Period, Segment, Target
from monitoring.actions import everything
from monitoring.models import Measurement as Judged
from stages.models import Programme

FULL = os.environ.get("BENCH_FULL") == "1"
PROGRAMMES = 1000 if FULL else 100
CLAIMS = PROGRAMMES * 2000
PEOPLE = 1000
OUTCOMES = 5
MOMENT = datetime(2026, 1, 20, 3, 0, tzinfo=UTC)
MATURITY = [{"days": 60, "share": "0"}, {"days": 360, "share": "1"}]
NIGHTS = (date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31))

AGGREGATE = """
    SELECT c.programme_id, p.agent_id, p.segment, c.outcome, date_trunc('month', c.event_date), count(*),
           count(DISTINCT c.participant_id)
    FROM outcomes_claim c JOIN delivery_participant p ON p.id = c.participant_id
    GROUP BY 1, 2, 3, 4, 5"""

PARTICIPANTS = """
    INSERT INTO delivery_participant
        (programme_id, agent_id, reference, started_on, segment, attributes, version_id, received_at)
    SELECT v.programme_id, %s, 'P' || n, DATE '2025-01-01' + (n * 7919 %% 360),
           CASE WHEN n %% 3 = 0 THEN 'other' ELSE 'young' END, '{}', v.id, %s
    FROM contracts_contractversion v, generate_series(1, %s) AS n"""

CLAIMS_OF_PEOPLE = """
    INSERT INTO outcomes_claim
        (programme_id, agent_id, participant_id, outcome, event_date, sequence, evidence_kind, evidence_ref, version_id,
         received_at)
    SELECT p.programme_id, p.agent_id, p.id, 'outcome-' || o, p.started_on + 60 + (p.id * o %% 300)::int, 1, '', '',
           p.version_id, %s
    FROM delivery_participant p, generate_series(1, 5) AS o
    WHERE (p.id * 31 + o * 17) %% 5 < 2"""


STATES = """
    INSERT INTO outcomes_claimstate (claim_id, state, reason, changed_by_id, changed_at)
    SELECT c.id, s.state, '', %s, %s
    FROM outcomes_claim c
    CROSS JOIN LATERAL unnest(CASE
        WHEN c.id %% 200 = 3 THEN ARRAY['sampled', 'failed']
        WHEN c.id %% 20 = 3 THEN ARRAY['sampled', 'verified']
        WHEN c.id %% 100 = 7 THEN ARRAY['withdrawn']
    END) WITH ORDINALITY AS s (state, place)
    ORDER BY c.id, s.place"""
"""One claim in twenty is drawn for checking, of which one in ten fails; one in a hundred is withdrawn."""


def months() -> list[tuple[str, date, date]]:
    """The months of 2025."""
    starts = [date(2025, number, 1) for number in range(1, 13)] + [date(2026, 1, 1)]
    return [(f"{first:%Y-%m}", first, following - timedelta(days=1)) for first, following in itertools.pairwise(starts)]


def _programmes(by: User, agent: Organisation) -> list[ContractVersion]:
    made = Programme.objects.bulk_create(
        Programme(
            slug=f"bench-{n}",
            name=f"Programme {n}",
            commissioner=agent,
            reopening_policy=Programme.ReopeningPolicy.EXPERT_BODY,
            created_at=MOMENT,
            created_by=by,
        )
        for n in range(PROGRAMMES)
    )
    Period.objects.bulk_create(
        Period(programme=programme, code=code, starts_on=first, ends_on=last)
        for programme in made
        for code, first, last in months()
    )
    return ContractVersion.objects.bulk_create(
        ContractVersion(
            programme=programme,
            number=1,
            title="First version",
            effective_from=date(2025, 1, 1),
            drafted_by=by,
            drafted_at=MOMENT,
        )
        for programme in made
    )


def _terms(versions: list[ContractVersion], agent: Organisation) -> None:
    """Five outcomes, each with one target for everybody and one for the segment of the young."""
    Party.objects.bulk_create(Party(version=v, role=Party.Role.AGENT, organisation=agent) for v in versions)
    young = Segment.objects.bulk_create(
        Segment(version=v, position=1, code="young", name="Young", rule={"age": ["18"]}) for v in versions
    )
    Segment.objects.bulk_create(Segment(version=v, position=2, code="other", name="Other") for v in versions)
    for n in range(1, OUTCOMES + 1):
        outcomes = OutcomeDefinition.objects.bulk_create(
            OutcomeDefinition(
                version=v, position=n, code=f"outcome-{n}", name=f"Outcome {n}", kind="binary", window_days=365
            )
            for v in versions
        )
        Target.objects.bulk_create(
            Target(
                version=outcome.version,
                position=2 * n + (segment is not None),
                code=f"target-{n}-{'young' if segment else 'all'}",
                outcome=outcome,
                segment=segment,
                measure=Target.Measure.RATE,
                value="0.40",
                minimum="0.30",
                maturity=MATURITY,
            )
            for outcome, one in zip(outcomes, young, strict=True)
            for segment in (None, one)
        )


def prepare() -> User:
    """Programmes with agreed contracts, people and claims, some of them checked, failed or withdrawn."""
    by = users.system_user("monitor")
    agent = Organisation.objects.create(code="bench-agent", name="Agent")
    versions = _programmes(by, agent)
    _terms(versions, agent)
    keys = [version.pk for version in versions]
    ContractVersion.objects.filter(pk__in=keys).update(proposed_at=MOMENT, proposed_by=by)
    ContractVersion.objects.filter(pk__in=keys).update(agreed_at=MOMENT)
    with connection.cursor() as cursor:
        cursor.execute(PARTICIPANTS, [agent.pk, MOMENT, PEOPLE])
        cursor.execute(CLAIMS_OF_PEOPLE, [MOMENT])
        cursor.execute(STATES, [by.pk, MOMENT])
        cursor.execute("ANALYZE")
    return by


def _aggregate() -> float:
    """Seconds that the aggregate query takes."""
    with connection.cursor() as cursor, stopwatch() as seconds:
        cursor.execute(AGGREGATE)
        cursor.fetchall()
    return seconds()


def _night(as_of: date, by: User) -> float:
    """Seconds that one night takes on which every target is judged anew."""
    before = Judged.objects.count()
    with stopwatch() as seconds:
        done = everything.run(as_of=as_of, by=by, at=MOMENT)
    judged = Judged.objects.count() - before
    if done.failed or judged != PROGRAMMES * 2 * OUTCOMES:
        raise RuntimeError(f"{judged} targets were judged, {len(done.failed)} programmes failed.")
    return seconds()


def run() -> list[Measurement]:
    by = prepare()
    everything.run(as_of=date(2025, 9, 30), by=by, at=MOMENT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM outcomes_claim")
        claims = cursor.fetchone()[0]
    _aggregate()
    pairs = [(_night(as_of, by), _aggregate()) for as_of in NIGHTS]
    return [
        Measurement(
            work=f"monitor over {PROGRAMMES:,} programmes × {2 * OUTCOMES} targets",
            rows=claims,
            seconds=statistics.median(night for night, _reference in pairs),
            reference="one aggregate query over the same claims",
            reference_seconds=statistics.median(reference for _night, reference in pairs),
            kind="at_most",
            limit=3,
        )
    ]
