"""Statements to propose, to accept, to answer for and to sign off; runs to make, release and close; bank details."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from govuk import formats
from payments import permissions
from payments.models import BankAccount, PaymentRun, PaymentRunEvent, Statement
from payments.selectors import runs, statement_steps, statements
from payments.selectors.statement_steps import Steps

PARTIES = (Role.COMMISSIONER, Role.PRINCIPAL, Role.AGENT, Role.VERIFIER)


def of_statements(viewer: Viewer) -> list[Matter]:
    """What statements that are not approved yet wait for, where it is for this person to do it."""
    proposing = frozenset(viewer.where(*permissions.RULES["statement.propose"]))
    found = list(statements.with_state(_unapproved(viewer)))
    opened = {one.pk for one in found if getattr(one, "state", "") == statements.OPEN}
    steps = statement_steps.of_all([one for one in found if one.pk not in opened], viewer.user, viewer.today)
    matters = (_opened(one, proposing) if one.pk in opened else _matter(one, steps[one.pk], viewer) for one in found)
    return [matter for matter in matters if matter is not None]


def _unapproved(viewer: Viewer) -> "QuerySet[Statement]":
    """Statements of periods that are over, or that are proposed or queried already."""
    found = Statement.objects.visible_to(viewer.user).filter(
        programme__in=viewer.where(*PARTIES), approved_at__isnull=True, run_lines__isnull=False
    )
    begun = Q(period__ends_on__lt=viewer.today) | Q(events__isnull=False)
    return found.filter(begun).select_related("programme", "agent", "period").distinct()


def _matter(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    for wanted in (_to_answer, _to_resolve, _to_accept, _to_approve):
        if found := wanted(statement, steps, viewer):
            return found
    return None


def _to_answer(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    waiting = [thread.query for thread in steps.threads if thread.waits_for_answer]
    others = [query for query in waiting if query.by_id != viewer.user.pk]
    if not others or statement.programme_id not in viewer.where(*permissions.RULES["statement.answer"]):
        return None
    return _about(
        statement, "Query to answer", "orange", "Answer it", detail=others[0].text, since=others[0].at,
        urgency=Urgency.SOON,
    )  # fmt: skip


def _to_resolve(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    own = [one for one in steps.open_threads if one.query.by_id == viewer.user.pk and not one.waits_for_answer]
    if not own:
        return None
    return _about(
        statement, "Your query is answered", "yellow", "Read the answer, and say whether it is resolved",
        detail=own[0].answers[-1].text, since=own[0].answers[-1].at,
    )  # fmt: skip


def _to_accept(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    if not steps.may_accept or steps.proposal is None:
        return None
    return _about(
        statement, "Statement to accept", "yellow", "Accept it, or ask about it", since=steps.proposal.at,
        by_date=steps.proposal.due_on, urgency=Urgency.SOON,
    )  # fmt: skip


def _to_approve(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    if not steps.may_approve or steps.open_threads or steps.proposal is None:
        return None
    first = steps.signed.given[0].by.name if steps.signed.given else ""
    detail = f"{first} has signed; a second person must sign as well." if first else ""
    return _about(
        statement, "Statement to approve", "teal", "Look at the lines and approve", since=steps.proposal.at,
        detail=detail,
    )  # fmt: skip


def _opened(statement: Statement, proposing: frozenset[int]) -> Matter | None:
    """A statement to propose: nothing was asked about it, and nothing proposed stands."""
    if statement.programme_id not in proposing:
        return None
    return _about(
        statement, "Statement to propose", "blue", "Propose it to the agent", since=statement.opened_at
    )  # fmt: skip


def _about(statement: Statement, kind: str, colour: str, do: str, **fields: object) -> Matter:
    given: dict[str, object] = {"urgency": Urgency.ASKED, **fields}
    return Matter(
        kind=kind,
        colour=colour,
        title=f"{statement.agent}, {statement.period}",
        programme=statement.programme.name,
        url=reverse("payments:statement_detail", args=[statement.programme.slug, statement.pk]),
        do=do,
        **given,  # type: ignore[arg-type]
    )


def of_payments(viewer: Viewer) -> list[Matter]:
    """Runs that wait to be made, released, answered or reconciled, and bank details that wait for a second person."""
    paid = viewer.where(Role.COMMISSIONER, Role.PRINCIPAL)
    return [*_runs(viewer, paid), *_to_make(paid), *_details(viewer, paid)] if paid else []


def _runs(viewer: Viewer, paid: list[int]) -> Iterable[Matter]:
    found = runs.with_state(PaymentRun.objects.filter(programme__in=paid)).select_related("programme", "payer")
    for run in found.exclude(events__kind=PaymentRunEvent.Kind.RECONCILED).order_by("pk"):
        state = getattr(run, "state", runs.MADE)
        if state == runs.MADE:
            may = permissions.can(viewer.user, "payment.release", run.programme)
            if may and not permissions.part_in_run(viewer.user, run):
                yield _of_run(run, "Payments to release", "Look at who is paid, and release the run")
        elif state == runs.SENT:
            yield _of_run(run, "Payments with the bank", "Take in the bank’s response")
        else:
            yield _of_run(run, "Payments to reconcile", "Compare with what the bank took")


def _of_run(run: PaymentRun, kind: str, do: str) -> Matter:
    return Matter(
        urgency=Urgency.ASKED, kind=kind, colour="teal", title=f"Run {run.number} of {run.payer}",
        detail=formats.money(run.total), programme=run.programme.name, url=run.get_absolute_url(), do=do,
        since=run.made_at,
    )  # fmt: skip


def _to_make(paid: list[int]) -> Iterable[Matter]:
    for programme in runs.with_dues(paid).order_by("pk"):
        yield Matter(
            urgency=Urgency.ASKED, kind="Payments to make", colour="teal",
            title="Approved statements, or payments that failed, wait to be paid",
            programme=programme.name, url=reverse("payments:payment_run_list", args=[programme.slug]),
            do="Make the payment runs",
        )  # fmt: skip


def _details(viewer: Viewer, paid: list[int]) -> Iterable[Matter]:
    found = BankAccount.objects.filter(programme__in=paid, decision__isnull=True).exclude(entered_by=viewer.user)
    for account in found.select_related("programme", "organisation").order_by("pk"):
        yield Matter(
            urgency=Urgency.SOON, kind="Bank details to confirm", colour="orange", title=str(account.organisation),
            programme=account.programme.name,
            url=reverse("payments:bank_account_decide", args=[account.programme.slug, account.pk]),
            do="Ask the organisation, then confirm or refuse them", since=account.entered_at,
        )  # fmt: skip
