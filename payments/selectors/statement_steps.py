"""Where a statement stands between the parties: what was proposed, accepted, asked and signed, and what comes next."""

import dataclasses
from datetime import date

from accounts.models import User
from govuk import formats
from payments import permissions
from payments.domain import statements as statement_rules
from payments.models import Statement, StatementEvent
from payments.selectors import queries, sign_offs, statements
from payments.selectors.queries import Thread
from payments.selectors.sign_offs import SignOffs


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
    programme = statement.programme
    proposal = statements.proposal_of(statement)
    acceptance = statements.acceptance_of(proposal) if proposal else None
    total = statement_rules.total(statements.lines_of(statement))
    signed = sign_offs.upon(proposal, programme, total)
    threads = queries.threads_of(statement)
    is_open = statement.approved_at is None
    has_lines = statements.latest_run(statement) is not None
    approves = is_open and permissions.can(viewer, "statement.approve", programme)
    hindrance = permissions.part_in(viewer, statement) if approves else ""
    if approves and not hindrance and signed.has(viewer):
        hindrance = "You have signed this statement off. Somebody else must sign as well."
    is_due = proposal is not None and (acceptance is not None or _is_over(proposal, today))
    asked = any(thread.is_open for thread in threads)
    return Steps(
        proposal=proposal,
        acceptance=acceptance,
        signed=signed,
        threads=threads,
        hindrance=hindrance,
        next=_next(statement, proposal, acceptance, signed, threads, today, has_lines=has_lines),
        may_propose=is_open
        and has_lines
        and proposal is None
        and permissions.can(viewer, "statement.propose", programme),
        may_accept=is_open
        and proposal is not None
        and acceptance is None
        and not asked
        and permissions.can(viewer, "statement.accept", programme)
        and permissions.may_accept(viewer, statement),
        may_approve=approves and not hindrance and is_due,
        may_query=is_open and permissions.can(viewer, "statement.query", programme),
    )


def _is_over(proposal: StatementEvent, today: date) -> bool:
    return proposal.due_on is not None and today > proposal.due_on


def _next(
    statement: Statement, proposal: StatementEvent | None, acceptance: StatementEvent | None, signed: SignOffs,
    threads: list[Thread], today: date, *, has_lines: bool,
) -> str:  # fmt: skip
    """What the statement waits for, in a sentence; empty once it is approved."""
    if statement.approved_at:
        return ""
    for thread in threads:
        if thread.waits_for_answer:
            return f"The query of {thread.query.by} waits for an answer."
        if thread.is_open:
            return f"{thread.query.by} has an answer, and says whether the query is resolved."
    if proposal is None:
        if statements.was_proposed(statement):
            return "It was priced again since it was proposed, so it has to be proposed as it stands now."
        return "It waits to be proposed to the agent." if has_lines else ""
    if acceptance is None and not _is_over(proposal, today) and proposal.due_on is not None:
        return f"{statement.agent} has until {formats.uk_date(proposal.due_on)} to accept it or to ask."
    people = sign_offs.people(signed.missing)
    if signed.given:
        return f"It waits for {people} more of the principal to sign it off."
    return f"It waits for {people} of the principal to sign it off."
