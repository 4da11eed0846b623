"""Price a programme: work out what is owed from the beginning, and append to the ledger what it does not say yet."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from accounts.actions import audit
from accounts.actions.memory import collection_paused
from accounts.models import Organisation, User
from delivery.selectors import participant_events
from delivery.selectors.participant_events import Reclassified
from payments import permissions
from payments.actions import entries
from payments.actions.entries import Entry
from payments.domain import ledger, pricing, reasons, recoveries
from payments.domain.inputs import Inputs
from payments.domain.ledger import Calendar, Change
from payments.models import PricingRun, Statement
from payments.selectors import books
from payments.selectors import recoveries as taken_back
from stages.models import Programme


@dataclasses.dataclass(frozen=True)
class Done:
    """The run, if there was anything to append, and by agent's name what has no open statement to go on, in pounds."""

    run: PricingRun | None
    held: Mapping[str, Decimal]

    @property
    def held_in_words(self) -> str:
        """What is held back, in sentences; empty where nothing is."""
        return reasons.held_back(self.held)


def price(*, programme: Programme, as_of: date, by: User, at: datetime) -> PricingRun | None:
    """Price as `carry_out` does. Returns the run, or None when there is nothing to append."""
    return carry_out(programme=programme, as_of=as_of, by=by, at=at).run


@transaction.atomic
def carry_out(*, programme: Programme, as_of: date, by: User, at: datetime) -> Done:
    """Price every claim and start that is due on the day `as_of`.

    What is owed is worked out as a whole, compared with what the ledger says, and only the difference is appended:
    a payment on the statement of its period, opened when first needed, or, when that is approved, an adjustment on
    the agent's next open statement. What has no open statement to go on is held back. One run at a time for a
    programme.
    """
    permissions.require(by, "statement.price", programme)
    _wait_for_other_runs(programme)
    book = books.book(programme)
    if book is None:
        return Done(None, {})
    with collection_paused():
        figures = books.figures(programme)
        handed_over = participant_events.handed_over(programme)
        given = Inputs(book, books.starts(programme), books.claims(programme), as_of, figures, handed_over)
        lines = pricing.price(given).lines
        lines += recoveries.shared(taken_back.lines(programme), lines, book.terms)
        changes = ledger.differences(lines, books.stated(programme, book))
        placed, held = _place(programme, changes, [period.code for period in book.periods], at) if changes else ([], [])
        if not placed:
            return Done(None, _by_agent(held))
        run = entries.write(programme=programme, entries=placed, as_of=as_of, by=by, at=at)
    audit.record(
        by=by,
        at=at,
        action="payments.run.price",
        programme=programme.slug,
        subject=run,
        after={"number": run.number, "as_of": as_of, "entries": run.entries, "net": run.net, "held_back": len(held)},
    )
    return Done(run, _by_agent(held))


def _by_agent(held: Sequence[Change]) -> dict[str, Decimal]:
    """What changes come to by the name of their agent; what comes to nothing is left out."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for change in held:
        sums[change.agent] += change.net
    names = Organisation.objects.filter(pk__in=sums).order_by("name").values_list("pk", "name")
    return {name: sums[pk] for pk, name in names if sums[pk]}


def _wait_for_other_runs(programme: Programme) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"payments:{programme.pk}"])


def _place(
    programme: Programme, changes: Iterable[Change], periods: list[str], at: datetime
) -> tuple[list[Entry], list[Change]]:
    """Find the statement for each change. Returns apart those that are held back: no later statement is open."""
    statements = _Statements(programme, at)
    calendar = Calendar(periods, statements.approved())
    states = _states(programme)
    moved = participant_events.reclassified(programme)
    placed: list[Entry] = []
    held: list[Change] = []
    for change in changes:
        place = calendar.place(change.agent, change.period)
        if place is None:
            held.append(change)
            continue
        late = change.period if place.kind == ledger.ADJUSTMENT else ""
        reason = _reason(change, states, moved, late)
        placed.append(Entry(change, statements.of(change.agent, place.period), place.kind, reason))
    return placed, held


def _reason(change: Change, states: Mapping[int, str], moved: Mapping[int, Reclassified], late: str) -> str:
    """Why the entry is made. A first payment on its own statement needs no reason; what is taken back always does."""
    if change.rule == recoveries.RULE:
        return reasons.after_approval(recoveries.reason(change.explanation), late)
    if not late and not change.reason:
        return ""
    why = moved.get(change.participant or 0)
    said = why.why if why and change.reason == "reclassified" else states.get(change.claim or 0, "")
    return reasons.words(change.reason, said.rstrip(".: "), late)


def _states(programme: Programme) -> dict[int, str]:
    """Why each claim that does not stand does not, in words."""
    return {
        state.claim_id: f"{state.get_state_display()}: {state.reason}".rstrip(".: ")
        for state in books.fallen(programme).iterator()
    }


class _Statements:
    """The statements of a programme, locked until the run is written: nobody approves one half-way."""

    def __init__(self, programme: Programme, at: datetime) -> None:
        self.programme = programme
        self.at = at
        rows = Statement.objects.select_for_update().filter(programme=programme).order_by("pk")
        self.known = {(row.agent_id, row.period_id): row for row in rows}
        self.codes = dict(programme.periods.values_list("pk", "code"))
        self.periods = {code: pk for pk, code in self.codes.items()}

    def approved(self) -> frozenset[tuple[int, str]]:
        rows = self.known.values()
        return frozenset((row.agent_id, self.codes[row.period_id]) for row in rows if row.approved_at)

    def of(self, agent: int, period: str) -> int:
        """The agent's statement for the period, opened if there is none."""
        key = (agent, self.periods[period])
        if key not in self.known:
            self.known[key] = Statement.objects.create(
                programme=self.programme, agent_id=agent, period_id=key[1], opened_at=self.at
            )
        return self.known[key].pk
