"""What pricing reads: the contract, the starts, the claims that stand, and what the ledger says already."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import starmap
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Organisation
from contracts.domain.terms import Period, Terms
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from delivery.models import Participant
from delivery.selectors import participant_events
from outcomes.models import Claim, ClaimState, CurrentState
from outcomes.selectors import measurements
from payments.domain import inputs
from payments.domain.inputs import Book, Figure
from payments.domain.ledger import Stated
from payments.domain.payers import KINDS, NO_PARTS, Parts
from payments.selectors.in_force import InForce
from stages.models import Programme

CHUNK = 20_000


def book(programme: Programme) -> Book | None:
    """The agreed versions and the periods; None while there is nothing to price by."""
    agreed = {version.pk: terms.of(version) for version in versions.all_agreed(programme)}
    rows = programme.periods.order_by("starts_on").values_list("code", "starts_on", "ends_on")
    periods = [Period(*row) for row in rows]
    return Book(agreed, periods, _agents(agreed)) if agreed and periods else None


def _agents(agreed: Mapping[int, Terms]) -> dict[str, int]:
    """The keys of the versions' agents, by code."""
    codes = {code for of in agreed.values() for code in of.agents}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "pk"))


def starts(programme: Programme) -> Iterator[inputs.Start]:
    """Everybody who started, streamed, in the segment by which they are priced: that of the start, or a later one.

    The version, and with it the segment, is that of the day of the start. See `InForce`.
    """
    rows = Participant.objects.filter(programme=programme).values_list(
        "pk", "reference", "agent_id", "segment", "started_on", "version_id"
    )
    found: Iterator[inputs.Start] = starmap(inputs.Start, rows.iterator(chunk_size=CHUNK))
    in_force = InForce(programme)
    if segments := in_force.segments_since():
        found = (in_force.start(start, segments) for start in found)
    if moved := participant_events.reclassified(programme):
        found = (
            start._replace(segment=moved[start.participant].segment) if start.participant in moved else start
            for start in found
        )
    if not in_force.recuts:
        return found
    attributes = dict(Participant.objects.filter(programme=programme).values_list("pk", "attributes"))
    return (in_force.recut(start, attributes[start.participant]) for start in found)


def claims(programme: Programme) -> Iterator[inputs.Claim]:
    """Every claim that stands, streamed, by the version in force on its event date."""
    rows = (
        Claim.objects.filter(programme=programme)
        .standing()
        .values_list("pk", "participant_id", "outcome", "event_date", "sequence", "version_id")
    )
    in_force, found = InForce(programme), map(inputs.Claim._make, rows.iterator(chunk_size=CHUNK))
    return map(in_force.claim, found) if in_force else found


def claims_of(participant: Participant) -> list[inputs.Claim]:
    """The claims of one participant that stand, without a look at anybody else's."""
    rows = (
        Claim.objects.filter(participant=participant)
        .standing()
        .values_list("pk", "participant_id", "outcome", "event_date", "sequence", "version_id")
    )
    in_force = InForce(participant.programme)
    return [in_force.claim(inputs.Claim(*row)) for row in rows]


def start_of(participant: Participant) -> inputs.Start:
    """The start as `starts` gives it."""
    start = inputs.Start(
        participant.pk,
        participant.reference,
        participant.agent_id,
        participant.segment,
        participant.started_on,
        participant.version_id,
    )
    in_force = InForce(participant.programme)
    start = in_force.start(start, in_force.segments_since(participant))
    moved = participant_events.reclassified_to(participant)
    return in_force.recut(start if moved is None else start._replace(segment=moved), participant.attributes)


def figures(programme: Programme) -> list[Figure]:
    """The measured figures that count: of each, the latest that was confirmed."""
    return [
        Figure(
            one.metric,
            one.agent_id,
            one.covers,
            measurements.exact(one),
            None if one.numerator is None else Fraction(one.numerator),
            None if one.denominator is None else Fraction(one.denominator),
            one.measured_on,
            one.pk,
            one.reason,
        )
        for one in measurements.counting(programme)
    ]


def fallen(programme: Programme) -> QuerySet[ClaimState]:
    """The latest states of claims that failed verification or were withdrawn."""
    current = CurrentState.objects.filter(programme=programme).fallen()
    return ClaimState.objects.filter(pk__in=current.values("change"))


def stated(programme: Programme, book: Book) -> Iterator[Stated]:
    """What the ledger says, added up for each claim or start under each rule, version, segment and unit amount."""
    who = who_pays(programme) if any(of.payer_caps for of in book.terms.values()) else {}
    with connection.chunked_cursor() as cursor:
        cursor.execute(STATED, [programme.pk])
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                said = who.get((*row[:7], row[8], row[14]), NO_PARTS) if who else NO_PARTS
                yield Stated._make((*row, said))


def who_pays(programme: Programme) -> dict[tuple[Any, ...], Parts]:
    """By the same key, what the ledger says that each payer bears, where a principal has a cap of its own."""
    found: dict[tuple[Any, ...], Parts] = {}
    with connection.chunked_cursor() as cursor:
        cursor.execute(WHO_PAYS, [programme.pk])
        while rows := cursor.fetchmany(CHUNK):
            for *key, kind, code, amount in rows:
                parts = found.setdefault(tuple(key), Parts({}, {}, {}))
                parts[KINDS.index(kind)][code] = int(amount.scaleb(2))
    return found


def version_numbers(programme: Programme) -> dict[int, int]:
    """The number of each version by its key."""
    return dict(ContractVersion.objects.filter(programme=programme).values_list("pk", "number"))


STATED = """
    SELECT statement.agent_id, entry.participant_id, entry.claim_id, entry.version_id, entry.rule, entry.outcome,
           entry.segment, (array_agg(period.code ORDER BY period.starts_on))[1], entry.unit_amount,
           sum(entry.units)::int, sum(entry.gross), sum(entry.deadweight), sum(entry.capped), sum(entry.net),
           entry.about
      FROM payments_ledgerentry entry
      JOIN payments_statement statement ON statement.id = entry.statement_id
      JOIN contracts_period period ON period.id = statement.period_id
     WHERE entry.programme_id = %s
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 9, 15
"""

WHO_PAYS = """
    SELECT statement.agent_id, entry.participant_id, entry.claim_id, entry.version_id, entry.rule, entry.outcome,
           entry.segment, entry.unit_amount, entry.about, kind.key, part.key, sum(part.value::numeric)
      FROM payments_ledgerentry entry
      JOIN payments_statement statement ON statement.id = entry.statement_id
     CROSS JOIN jsonb_each(entry.explanation -> 'who_pays') kind
     CROSS JOIN jsonb_each_text(kind.value) part
     WHERE entry.programme_id = %s AND entry.explanation ? 'who_pays'
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""
