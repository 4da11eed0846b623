"""One claim from a form, and a claim that takes the place of another: a file of one row, checked as every file is."""

import csv
import dataclasses
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from outcomes import permissions
from outcomes.actions import claims, evidence, evidence_store, submissions
from outcomes.domain.evidence import Sent
from outcomes.models import Claim, RowError, Submission
from outcomes.selectors import claims as selectors
from stages.models import Programme

COLUMNS = ("participant", "outcome", "achieved_on", "sequence", "value", "evidence_kind", "evidence_ref")
BUSY = "Your files are being worked on at this moment. Wait a minute and try again."


@dataclasses.dataclass(frozen=True)
class Wrong:
    """What is wrong: the field, if it is one, the code of files of errors, the reason and the cure."""

    field: str
    code: str
    reason: str
    cure: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.reason} {self.cure}".strip()


class RowRefused(Refused):
    """The claim cannot be taken; nothing was kept. `wrong` says why, field by field."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__(" ".join(one.sentence for one in wrong))
        self.wrong = wrong


@transaction.atomic
def send(
    *,
    programme: Programme,
    agent: Organisation,
    row: Mapping[str, str],
    by: User,
    at: datetime,
    amends: Claim | None = None,
    files: Sequence[Sent] = (),
) -> Claim:
    """Take one claim through the checks and the questions of every file. `row` has a text for each of `COLUMNS`.

    The files are attached to it as evidence; if one of them cannot be kept, nothing is claimed.
    Raises `Forbidden`, `SubmissionRefused`, `RowRefused`, `FileRefused` or `EvidenceRefused`.
    """
    permissions.require_to_act_for(by, "submission.send", programme, agent)
    with evidence_store.received(files) as came:
        _hold(programme, agent)
        submission = _receive(programme, agent, row, by, at, amends)
        try:
            claim = _accept(submission, at)
            evidence.put(claim=claim, came=came, by=by, at=at)
        except Exception:
            submissions.forget(submission)
            raise
    return claim


def _receive(
    programme: Programme, agent: Organisation, row: Mapping[str, str], by: User, at: datetime, amends: Claim | None
) -> Submission:
    """The file of one row. It is not shared with another of the same content, so that it can be removed again."""
    content = io.StringIO()
    csv.writer(content).writerows([COLUMNS, [row.get(column, "") for column in COLUMNS]])
    return submissions.receive(
        programme=programme,
        agent=agent,
        kind=Submission.Kind.OUTCOMES,
        filename=f"one-claim-{row.get('participant', '')}.csv",
        file=io.BytesIO(content.getvalue().encode()),
        amends=amends,
        by=by,
        at=at,
        queue=False,
        shared=False,
    )


def _accept(submission: Submission, at: datetime) -> Claim:
    done = submissions.process(submission_id=submission.pk, at=at)
    if done.duplicates:
        raise RowRefused([Wrong("", "duplicate", "This very claim was received before.")])
    if not done.accepted:
        raise RowRefused(_wrong(done))
    return Claim.objects.get(submission=done, programme=done.programme)


@transaction.atomic
def amend(
    *, claim: Claim, row: Mapping[str, str], reason: str, by: User, at: datetime, files: Sequence[Sent] = ()
) -> Claim:
    """Withdraw the claim and put another of the same participant in its place, with the reason and with further files.

    Both stay on record, each naming the other. What was paid for the first is adjusted by the next pricing. Raises
    `Forbidden`, `AlreadyWithdrawn`, `SubmissionRefused` or `RowRefused`; then the claim stands as it was.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("Enter the reason for amending the claim.")
    before = selectors.as_row(claim)
    own = {name: before[name] for name in ("participant", "outcome")}
    if all(before[name] == value for name, value in row.items()):
        raise Refused("Nothing differs from the claim as it stands. Change what is wrong in it.")
    claims.withdraw(claim=claim, reason=f"Amended: {reason}", by=by, at=at)
    new = send(
        programme=claim.programme, agent=claim.agent, row={**row, **own}, by=by, at=at, amends=claim, files=files
    )
    audit.record(
        by=by,
        at=at,
        action="outcomes.claim.amend",
        programme=claim.programme.slug,
        subject=new,
        before={"claim": claim.pk, **before},
        after={"reason": reason, **selectors.as_row(new)},
    )
    return new


def _hold(programme: Programme, agent: Organisation) -> None:
    """Keep files of the agent from being accepted until the transaction ends. Refuse while one is."""
    with connection.cursor() as cursor:
        key = claims.lock_key(programme.pk, agent.pk)
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        if not cursor.fetchone()[0]:
            raise submissions.SubmissionRefused(BUSY)


def _wrong(submission: Submission) -> list[Wrong]:
    if submission.failure:
        return [Wrong("", "unreadable", submission.failure)]
    errors = RowError.objects.filter(submission=submission).order_by("pk")
    return [Wrong(error.field, error.code, error.reason, error.cure) for error in errors]
