"""What another segment would change in the statements of a participant's agent, before anybody confirms it."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from contracts.domain import words
from contracts.domain.terms import Terms
from delivery.models import Participant, Reclassification
from delivery.selectors import participant_events
from payments.domain import ledger, pricing
from payments.domain.inputs import Book, Inputs
from payments.domain.ledger import Calendar
from payments.domain.lines import Line
from payments.models import Statement
from payments.selectors import books

NOUGHT = Decimal("0.00")
Key = tuple[int | None, str]
Days = dict[int | None, date]


@dataclasses.dataclass(frozen=True)
class Change:
    """One amount under both segments, and the statement on which the difference would be entered."""

    what: str
    rule: str
    day: date
    before: Decimal
    after: Decimal
    period: str
    where: str

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


@dataclasses.dataclass(frozen=True)
class Effect:
    """Every amount that would change, and what the agent would be owed more or less in all."""

    changes: list[Change]
    total: Decimal

    @property
    def size(self) -> Decimal:
        return abs(self.total)


def effect(one: Reclassification, as_of: date) -> Effect:
    """What changes when the participant is priced by the other segment on the day `as_of`.

    The participant is priced alone: caps that hold for several people may take something off again.
    """
    participant = one.participant
    book = books.book(participant.programme)
    if book is None:
        return Effect([], NOUGHT)
    before, after = (_lines(participant, book, segment, as_of) for segment in (one.from_segment, one.to_segment))
    calendar = _calendar(participant, book)
    days = _days(participant)
    changes = [
        _change(before.get(key), after.get(key), book.terms, calendar, days)
        for key in dict.fromkeys([*before, *after])
        if _net(before.get(key)) != _net(after.get(key))
    ]
    return Effect(changes, sum((one.difference for one in changes), NOUGHT))


def _lines(participant: Participant, book: Book, segment: str, as_of: date) -> dict[Key, Line]:
    start = books.start_of(participant)._replace(segment=segment)
    handed_over = {participant.pk: participant_events.holdings(participant)}
    given = Inputs(book, [start], books.claims_of(participant), as_of, (), handed_over)
    lines = pricing.price(given).lines
    return {(line.claim, line.rule): line for line in lines if line.participant is not None}


def _calendar(participant: Participant, book: Book) -> Calendar:
    rows = Statement.objects.filter(programme=participant.programme, approved_at__isnull=False)
    approved = frozenset(rows.values_list("agent_id", "period__code"))
    return Calendar([period.code for period in book.periods], approved)


def _days(participant: Participant) -> Days:
    days: Days = {claim.claim: claim.event_date for claim in books.claims_of(participant)}
    return {None: participant.started_on, **days}


def _net(line: Line | None) -> Decimal:
    return line.net if line else NOUGHT


def _change(
    before: Line | None,
    after: Line | None,
    terms: Mapping[int, Terms],
    calendar: Calendar,
    days: dict[int | None, date],
) -> Change:
    line = after or before
    assert line is not None
    place = calendar.place(line.agent, line.period)
    if place is None:
        where = "Held back until a later statement is open"
    elif place.kind == ledger.ADJUSTMENT:
        where = f"Adjustment on the statement for {place.period}: that for {line.period} is approved and stays as it is"
    else:
        where = f"Statement for {place.period}, which is open"
    named = terms[line.version]
    what = words.outcome_name(named, line.outcome) if line.claim else "Start"
    return Change(what, named.rule(line.rule).name, days[line.claim], _net(before), _net(after), line.period, where)
