"""Statements to propose, to accept, to answer for and to sign off."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from payments import permissions
from payments.models import Statement
from payments.selectors import statement_steps
from payments.selectors.statement_steps import Steps

PARTIES = (Role.COMMISSIONER, Role.PRINCIPAL, Role.AGENT, Role.VERIFIER)


def of_statements(viewer: Viewer) -> list[Matter]:
    """What statements that are not approved yet wait for, where it is for this person to do it."""
    return [
        matter
        for statement in _unapproved(viewer)
        if (matter := _matter(statement, statement_steps.of(statement, viewer.user, viewer.today), viewer)) is not None
    ]


def _unapproved(viewer: Viewer) -> "QuerySet[Statement]":
    """Statements of periods that are over, or that are proposed or queried already."""
    found = Statement.objects.visible_to(viewer.user).filter(
        programme__in=viewer.where(*PARTIES), approved_at__isnull=True, run_lines__isnull=False
    )
    begun = Q(period__ends_on__lt=viewer.today) | Q(events__isnull=False)
    return found.filter(begun).select_related("programme", "agent", "period").distinct()


def _matter(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    for wanted in (_to_answer, _to_resolve, _to_accept, _to_approve, _to_propose):
        if found := wanted(statement, steps, viewer):
            return found
    return None


def _to_answer(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    waiting = [thread.query for thread in steps.threads if thread.waits_for_answer]
    others = [query for query in waiting if query.by_id != viewer.user.pk]
    if not others or not permissions.can(viewer.user, "statement.answer", statement.programme):
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


def _to_propose(statement: Statement, steps: Steps, viewer: Viewer) -> Matter | None:
    if not steps.may_propose:
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
