"""What an agent arranges for its files: what columns mean, and what becomes of good rows beside wrong ones."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery.selectors import contract as contracts
from outcomes import permissions
from outcomes.actions import submissions
from outcomes.domain.reading import name_of
from outcomes.models import ColumnName, StandingChoice, Submission
from outcomes.selectors import arrangements, columns
from stages.models import Programme

LONGEST_HEADING = 200


class ArrangementRefused(Refused):
    """The arrangement cannot be made."""


@transaction.atomic
def choose(*, programme: Programme, agent: Organisation, consent: str, by: User, at: datetime) -> StandingChoice:
    """Remember what the agent wants where some rows of a file are wrong. A file may be sent otherwise."""
    permissions.require_to_act_for(by, "submission.send", programme, agent)
    chosen = Submission.Consent(consent)
    before = StandingChoice.objects.select_for_update().filter(programme=programme, agent=agent).first()
    choice, _ = StandingChoice.objects.update_or_create(
        programme=programme, agent=agent, defaults={"consent": chosen, "chosen_by": by, "chosen_at": at}
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.files.choose",
        programme=programme.slug,
        subject=choice,
        before={"consent": before.consent} if before else {},
        after={"agent": agent.code, "consent": chosen},
    )
    return choice


@transaction.atomic
def explain_columns(*, submission: Submission, meanings: Mapping[str, str], by: User, at: datetime) -> None:
    """Remember what columns of this agent's files of this kind mean: heading → our column, or nothing to pass it over.

    Raises `Forbidden`, or `ArrangementRefused` when two columns would mean the same.
    """
    permissions.require_to_act_for(by, "submission.send", submission.programme, submission.agent)
    known = {name for group in columns.names(contracts.of(submission.programme), submission.kind) for name in group}
    named = {name_of(heading)[:LONGEST_HEADING]: column for heading, column in meanings.items()}
    given = [column for column in named.values() if column]
    if twice := sorted({column for column in given if given.count(column) > 1}):
        raise ArrangementRefused(f"Two columns cannot both be {', '.join(twice)}. Choose one of them.")
    if strange := sorted(set(given) - known):
        raise ArrangementRefused(f"The contract has no column {', '.join(strange)}.")
    for heading, column in named.items():
        ColumnName.objects.update_or_create(
            programme=submission.programme,
            agent=submission.agent,
            kind=submission.kind,
            heading=heading,
            defaults={"column": column, "named_by": by, "named_at": at},
        )
    audit.record(
        by=by,
        at=at,
        action="outcomes.files.explain_columns",
        programme=submission.programme.slug,
        subject=submission,
        after={"agent": submission.agent.code, "columns": named},
    )


@transaction.atomic
def forget_column(*, name: ColumnName, by: User, at: datetime) -> None:
    """Ask again what the column means when a file with it comes."""
    permissions.require_to_act_for(by, "submission.send", name.programme, name.agent)
    audit.record(
        by=by,
        at=at,
        action="outcomes.files.forget_column",
        programme=name.programme.slug,
        subject=name,
        before={"agent": name.agent.code, "kind": name.kind, "heading": name.heading, "column": name.column},
    )
    name.delete()


@transaction.atomic
def change_column(*, name: ColumnName, column: str, by: User, at: datetime) -> None:
    """Let the column mean something else from the next file on."""
    permissions.require_to_act_for(by, "submission.send", name.programme, name.agent)
    needed, optional = columns.names(contracts.of(name.programme), name.kind)
    if column and column not in {*needed, *optional}:
        raise ArrangementRefused(f"The contract has no column {column}.")
    before = name.column
    name.column, name.named_by, name.named_at = column, by, at
    name.save(update_fields=["column", "named_by", "named_at"])
    audit.record(
        by=by,
        at=at,
        action="outcomes.files.change_column",
        programme=name.programme.slug,
        subject=name,
        before={"heading": name.heading, "column": before},
        after={"heading": name.heading, "column": column},
    )


@transaction.atomic
def remember(*, submission: Submission, meanings: Mapping[str, str], by: User, at: datetime) -> Submission:
    """Remember what the columns mean; a file that failed for want of them, or was only checked, is read once more.

    Returns the submission to look at.
    """
    explain_columns(submission=submission, meanings=meanings, by=by, at=at)
    if missing := arrangements.missing(submission, contracts.of(submission.programme)):
        raise ArrangementRefused(f"The file still lacks {', '.join(missing)}. Say which column holds it.")
    if submission.status in (Submission.Status.FAILED, Submission.Status.CHECKED):
        return submissions.take_again(submission=submission, dry_run=submission.dry_run, by=by, at=at)
    return submission
