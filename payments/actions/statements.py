"""Propose, accept and approve statements."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import User
from govuk import formats
from notifications.actions import events
from notifications.domain import kinds
from payments import permissions
from payments.domain import money, statements
from payments.models import Statement, StatementEvent
from payments.selectors import sign_offs
from payments.selectors import statements as selectors


class StatementRefused(Refused):
    """The statement cannot be changed in this way as it stands."""


@transaction.atomic
def propose(*, statement: Statement, due_on: date, by: User, at: datetime, seen: str = "") -> StatementEvent:
    """Say to the agent: this is what we will pay. It accepts or queries by the day `due_on`; silence then accepts.

    What a later pricing run enters ends the proposal, and the statement is proposed again.
    """
    permissions.require(by, "statement.propose", statement.programme)
    locked = lock_open(statement)
    run = selectors.latest_run(locked)
    if run is None:
        raise StatementRefused("Nothing stands on this statement yet. Price the programme first.")
    if selectors.proposal_of(locked):
        raise StatementRefused("The statement is proposed already, as it stands. The agent accepts it or asks.")
    if due_on < timezone.localdate(at):
        raise StatementRefused("Enter a day that is not over, by which the agent says whether the statement is right.")
    total = require_seen(locked, seen)
    slug = locked.programme.slug
    events.record(
        kind=kinds.STATEMENT_PROPOSED, programme=slug, by=by, at=at, organisations=[locked.agent_id],
        data={"statement": locked.pk, "agent": locked.agent.code, "period": locked.period.code, "answer_by": due_on},
        path=reverse("payments:statement_detail", args=[slug, locked.pk]),
        list_path=reverse("payments:statement_list", args=[slug]),
    )  # fmt: skip
    return record(
        locked, StatementEvent.Kind.PROPOSED, by=by, at=at, after={"total": total, "due_on": due_on}, run_id=run,
        total=total, due_on=due_on,
    )  # fmt: skip


@transaction.atomic
def accept(*, statement: Statement, by: User, at: datetime) -> StatementEvent:
    """The agent says that the proposed statement is right."""
    permissions.require(by, "statement.accept", statement.programme)
    if not permissions.may_accept(by, statement):
        raise Forbidden("Only people of the agent itself accept its statement.")
    locked = lock_open(statement)
    proposal = _proposal(locked)
    if selectors.open_queries(locked).exists():
        raise StatementRefused("A query is still open. Say first that it is resolved, then accept the statement.")
    if selectors.acceptance_of(proposal):
        raise StatementRefused("The statement is accepted already.")
    return record(locked, StatementEvent.Kind.ACCEPTED, by=by, at=at, upon=proposal)


@transaction.atomic
def approve(*, statement: Statement, by: User, at: datetime, seen: str = "", override: str = "") -> Statement:
    """Sign a proposed statement off on behalf of the principal; the last sign-off that its amount needs approves it.

    Nobody signs off what they, or an organisation of theirs, sent or judged (segregation of duties). The agent has
    accepted the proposal, or its day has passed. An open query holds approval up unless it is overridden with the
    reason `override`. `seen` is the total as the person saw it: where it is given and differs, nothing is signed. At
    approval the lines and the total are frozen for good; what changes later lands as an adjustment on the agent's
    next open statement.
    """
    permissions.require(by, "statement.approve", statement.programme)
    permissions.require_no_part_in(by, statement)
    locked = lock_open(statement)
    total = require_seen(locked, seen)
    proposal = _proposal(locked)
    _require_nothing_in_the_way(locked, proposal, at, override)
    signed = sign_offs.upon(proposal, locked.programme, total)
    if signed.has(by):
        raise StatementRefused("You have signed this statement off already. Somebody else must sign as well.")
    _override(locked, override.strip(), by, at)
    record(locked, StatementEvent.Kind.SIGNED, by=by, at=at, upon=proposal, after={"total": total})
    if signed.missing <= 1:
        _freeze(locked, by, at)
    return locked


def _freeze(locked: Statement, by: User, at: datetime) -> None:
    lines = selectors.lines_of(locked)
    locked.lines, locked.total = [line.document() for line in lines], statements.total(lines)
    locked.approved_at, locked.approved_by = at, by
    locked.save(update_fields=["lines", "total", "approved_at", "approved_by"])
    record(
        locked, StatementEvent.Kind.APPROVED, by=by, at=at, total=locked.total,
        after={"total": locked.total, "lines": len(lines)},
    )  # fmt: skip
    if not lines:
        for kind in (StatementEvent.Kind.PAID, StatementEvent.Kind.RECONCILED):
            record(locked, kind, by=by, at=at, text="Nothing is owed on this statement, so no payment settles it.")


def _require_nothing_in_the_way(statement: Statement, proposal: StatementEvent, at: datetime, override: str) -> None:
    if not override.strip() and selectors.open_queries(statement).exists():
        raise StatementRefused(
            "A query on this statement is not resolved yet. Answer it, or enter why it is approved nevertheless."
        )
    assert proposal.due_on is not None
    if not selectors.acceptance_of(proposal) and timezone.localdate(at) <= proposal.due_on:
        raise StatementRefused(
            f"{statement.agent} has until {formats.uk_date(proposal.due_on)} to accept the statement or to ask about "
            "it. Approve it once it has, or after that day."
        )


def _proposal(statement: Statement) -> StatementEvent:
    """The proposal that stands."""
    proposal = selectors.proposal_of(statement)
    if proposal is None and selectors.lapsed(statement):
        raise StatementRefused("The statement was priced again since it was proposed. Propose it as it stands now.")
    if proposal is None:
        raise StatementRefused("The statement is not proposed to the agent yet. Propose it first.")
    return proposal


def require_seen(statement: Statement, seen: str) -> Any:
    """The total; refused where the person saw another one."""
    total = statements.total(selectors.lines_of(statement))
    if seen and seen != money.text(total):
        raise StatementRefused(
            f"The statement was priced again and now comes to {formats.money(total)}. Look at it again before you go "
            "on."
        )
    return total


def _override(statement: Statement, reason: str, by: User, at: datetime) -> None:
    for query in selectors.open_queries(statement):
        record(statement, StatementEvent.Kind.OVERRIDDEN, text=reason, by=by, at=at, upon=query)


def lock_open(statement: Statement) -> Statement:
    """The statement, locked until the end of the transaction, and still open."""
    locked = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("programme", "agent", "period", "approved_by")
        .get(pk=statement.pk)
    )
    if locked.approved_at:
        raise StatementRefused(
            f"{locked.approved_by} approved this statement on {formats.uk_date(locked.approved_at)}. "
            "What changes now is stated on the agent's next open statement."
        )
    return locked


def record(
    statement: Statement, kind: str, *, by: User, at: datetime, after: dict[str, object] | None = None, **fields: Any
) -> StatementEvent:
    """Append an event, and the line of the audit trail that goes with it."""
    event = StatementEvent.objects.create(statement=statement, kind=kind, by=by, at=at, **fields)
    audit.record(
        by=by,
        at=at,
        action=f"payments.statement.{kind}",
        programme=statement.programme.slug,
        subject=statement,
        after=after or {"text": event.text},
    )
    return event
