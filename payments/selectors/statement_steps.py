"""Where a statement stands between the parties: what was proposed, accepted, asked and signed, and what comes next."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounts.models import User
from govuk import formats
from outcomes import permissions as row_permissions
from payments import permissions
from payments.domain import sign_offs as sign_off_rules
from payments.domain.sign_offs import Bands
from payments.domain.statements import NOUGHT
from payments.models import Statement, StatementEvent
from payments.selectors import queries, sign_offs, statements
from payments.selectors.queries import Thread
from payments.selectors.sign_offs import SignOffs

Kind = StatementEvent.Kind


@dataclasses.dataclass(frozen=True)
class Steps:
    """The steps of one statement, and which of them the viewer may take now.

    `hindrance` says why somebody who approves for the principal may not sign this one off. `next` is what the
    statement waits for, in a sentence.
    """

    proposal: StatementEvent | None
    acceptance: StatementEvent | None
    signed: SignOffs
    threads: list[Thread]
    hindrance: str
    next: str
    may_propose: bool
    may_accept: bool
    may_approve: bool
    may_query: bool

    @property
    def open_threads(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.is_open]


def of(statement: Statement, viewer: User, today: date) -> Steps:
    """Everything about the way of a statement to its approval."""
    return of_all([statement], viewer, today)[statement.pk]


def of_all(found: Sequence[Statement], viewer: User, today: date) -> dict[int, Steps]:
    """The same of many, by statement: as many queries as for one."""
    programmes = {one.programme_id for one in found}
    held, bands = permissions.held(viewer, programmes), sign_offs.bands_of_each(programmes)
    events, lines = _events(found), statements.last_runs_and_totals(found)
    approving = [one for one in found if not one.approved_at and held.can("statement.approve", one.programme_id)]
    parts = permissions.parts_in(viewer, approving)
    steps = {}
    for one in found:
        run, total = lines.get(one.pk, (None, NOUGHT))
        past = _Past(one, events[one.pk], run, one.total if one.total is not None else total, bands[one.programme_id])
        steps[one.pk] = _steps(past, held, parts.get(one.pk, ""), today)
    return steps


def _events(found: Sequence[Statement]) -> dict[int, list[StatementEvent]]:
    """What happened to each, the oldest first."""
    by_key, events = {one.pk: one for one in found}, defaultdict(list)
    for event in StatementEvent.objects.filter(statement__in=by_key).select_related("by").order_by("pk"):
        event.statement = by_key[event.statement_id]
        events[event.statement_id].append(event)
    return events


@dataclasses.dataclass(frozen=True)
class _Past:
    """What happened to a statement; the last run that entered anything on it, and what it comes to."""

    statement: Statement
    events: list[StatementEvent]
    run: int | None
    total: Decimal
    bands: Bands

    @property
    def was_proposed(self) -> bool:
        return any(one.kind == Kind.PROPOSED for one in self.events)

    @property
    def proposal(self) -> StatementEvent | None:
        """The proposal that stands, or that was approved."""
        return next(
            (one for one in reversed(self.events) if one.kind == Kind.PROPOSED and one.run_id == self.run), None
        )

    def upon(self, proposal: StatementEvent | None, kind: str) -> list[StatementEvent]:
        """What followed the proposal, of this kind."""
        return [one for one in self.events if proposal and one.upon_id == proposal.pk and one.kind == kind]


def _steps(past: _Past, held: permissions.Held, part: str, today: date) -> Steps:
    statement, proposal = past.statement, past.proposal
    acceptance = next(iter(past.upon(proposal, Kind.ACCEPTED)), None)
    signed = SignOffs(sign_off_rules.needed(past.bands, past.total), past.upon(proposal, Kind.SIGNED))
    threads = queries.threads_among(past.events)
    is_open = statement.approved_at is None

    def may(action: str) -> bool:
        return is_open and held.can(action, statement.programme_id)

    approves, hindrance = may("statement.approve"), part
    if approves and not hindrance and signed.has(held.user):
        hindrance = "You have signed this statement off. Somebody else must sign as well."
    is_due = proposal is not None and (acceptance is not None or _is_over(proposal, today))
    asked = any(thread.is_open for thread in threads)
    to_accept = proposal is not None and acceptance is None and not asked
    return Steps(
        proposal=proposal,
        acceptance=acceptance,
        signed=signed,
        threads=threads,
        hindrance=hindrance,
        next=_next(past, proposal, acceptance, signed if _sees_rows(past, held) else None, threads, today),
        may_propose=may("statement.propose") and past.run is not None and proposal is None,
        may_accept=may("statement.accept") and to_accept and held.may_accept(statement),
        may_approve=approves and not hindrance and is_due,
        may_query=may("statement.query"),
    )


def _sees_rows(past: _Past, held: permissions.Held) -> bool:
    roles = held.roles.get(past.statement.programme_id, frozenset())
    return held.user.is_system or bool(row_permissions.RULES["rows.view"] & roles)


def _is_over(proposal: StatementEvent, today: date) -> bool:
    return proposal.due_on is not None and today > proposal.due_on


def _next(
    past: _Past, proposal: StatementEvent | None, acceptance: StatementEvent | None, signed: SignOffs | None,
    threads: list[Thread], today: date,
) -> str:  # fmt: skip
    """What the statement waits for, in a sentence; empty once it is approved.

    `signed` is None for whom it does not say how many must sign, as that follows from the amount.
    """
    statement = past.statement
    if statement.approved_at:
        return ""
    for thread in threads:
        if thread.waits_for_answer:
            return f"The query of {thread.query.by} waits for an answer."
        if thread.is_open:
            return f"{thread.query.by} has an answer, and says whether the query is resolved."
    if proposal is None:
        if past.was_proposed:
            return "It was priced again since it was proposed, so it has to be proposed as it stands now."
        return "It waits to be proposed to the agent." if past.run is not None else ""
    if acceptance is None and not _is_over(proposal, today) and proposal.due_on is not None:
        return f"{statement.agent} has until {formats.uk_date(proposal.due_on)} to accept it or to ask."
    if signed is None:
        return "It waits for the principal to sign it off."
    people = sign_offs.people(signed.missing)
    if signed.given:
        return f"It waits for {people} more of the principal to sign it off."
    return f"It waits for {people} of the principal to sign it off."
