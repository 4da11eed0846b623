"""Files from agents: received whole, then accepted row by row in a job that can be taken over at any point."""

from datetime import datetime
from pathlib import PurePath

from celery import current_app
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from contracts.models import ContractVersion, Party
from outcomes import permissions
from outcomes.actions import acceptance, files, staging, telling
from outcomes.domain.reading import Reading, as_dict
from outcomes.models import Claim, Submission
from outcomes.selectors import arrangements
from stages.models import Programme, StageVisit
from stages.selectors import pauses

STAGES = {Submission.Kind.PARTICIPANTS: 5, Submission.Kind.OUTCOMES: 6, Submission.Kind.CHANGES: 6}
PROCESS = "outcomes.tasks.process_submission"
UNTAKEN = (Submission.Status.FAILED, Submission.Status.REJECTED, Submission.Status.CANCELLED)
AS_KEPT = ("programme", "agent", "kind", "filename", "path", "digest", "size")


class SubmissionRefused(Refused):
    """The programme takes no files from this agent at present."""


def receive(
    *,
    programme: Programme,
    agent: Organisation,
    kind: str,
    filename: str,
    file: files.Readable,
    by: User,
    at: datetime,
    consent: str = "",
    dry_run: bool = False,
    amends: Claim | None = None,
    queue: bool = True,
    shared: bool = True,
) -> Submission:
    """Keep the file as received and queue it for acceptance, unless the caller carries that out itself.

    `consent` says what to do with the good rows where others are wrong; without it the agent's standing choice decides.
    Of a `dry_run` nothing is taken. Its one row may take the place of a claim (`amends`). Only the agent's own people
    may send for it. Raises `accounts.errors.Forbidden`, `SubmissionRefused`, or `outcomes.actions.files.FileRefused`;
    then nothing is kept.
    """
    _admit(programme, agent, kind, by)
    filename = bare(filename)
    stored = files.store(file=file, filename=filename, shared=shared)
    submission = Submission(
        programme=programme,
        agent=agent,
        kind=Submission.Kind(kind),
        filename=filename,
        path=stored.path,
        digest=stored.digest,
        size=stored.size,
        reading=stored.reading,
        consent=consent or arrangements.standing_choice(programme, agent),
        dry_run=dry_run,
        amends=amends,
        submitted_by=by,
        submitted_at=at,
    )
    return _enter(submission, queue)


@transaction.atomic
def take_again(
    *, submission: Submission, by: User, at: datetime, consent: str = "", dry_run: bool = False, queue: bool = True
) -> Submission:
    """Take the kept file once more, as a submission of its own that follows this one.

    After a check only, to take its rows; after none was taken, to take the good ones after all; after columns were
    explained. Only the agent's own people may. Raises `Forbidden` or `SubmissionRefused`.
    """
    _admit(submission.programme, submission.agent, submission.kind, by)
    Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    submission.refresh_from_db()
    if not submission.is_finished:
        raise SubmissionRefused("The file is still being worked on. Wait for the result.")
    if not submission.path:
        raise SubmissionRefused("The file stayed where the programme came from. Send it as a new file.")
    if submission.accepted or submission.status == Submission.Status.ACCEPTED:
        raise SubmissionRefused("The good rows of this file have been taken already.")
    if submission.followed_by.filter(dry_run=False).exclude(status__in=UNTAKEN).exists() and not dry_run:
        raise SubmissionRefused("The file has been taken again already. Look at the latest file of that name.")
    kept = submission.reading
    reading = Reading(kept["format"], kept.get("encoding", ""), date1904=kept.get("date1904", False))
    again = Submission(
        **{name: getattr(submission, name) for name in AS_KEPT},
        reading=as_dict(reading),
        consent=consent or submission.consent,
        dry_run=dry_run,
        follows=submission,
        submitted_by=by,
        submitted_at=at,
    )
    return _enter(again, queue)


@transaction.atomic
def _enter(submission: Submission, queue: bool) -> Submission:
    submission.save(force_insert=True)
    known = ("filename", "digest", "size", "consent", "dry_run")
    after = {name: getattr(submission, name) for name in known} | {"agent": submission.agent.code}
    audit.record(
        by=submission.submitted_by,
        at=submission.submitted_at,
        action="outcomes.submission.receive",
        programme=submission.programme.slug,
        subject=submission,
        after=after | ({"follows": submission.follows_id} if submission.follows_id else {}),
    )
    if queue:
        enqueue(submission)
    return submission


@transaction.atomic
def cancel(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Stop the work on a file. Nothing is taken from it, and nothing that it left half-done stays.

    Only the agent's own people may, until the last step has begun. Raises `Forbidden` or `SubmissionRefused`.
    """
    permissions.require_to_act_for(by, "submission.send", submission.programme, submission.agent)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
            cursor.execute("SET LOCAL lock_timeout = 0")
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise SubmissionRefused(
            "The rows are being checked against each other and cannot be stopped now. Wait for the result."
        ) from error
    submission.refresh_from_db()
    if submission.is_finished:
        raise SubmissionRefused("The work on this file has ended already, so it cannot be cancelled.")
    staging.drop(submission)
    submission.status, submission.finished_at = Submission.Status.CANCELLED, at
    submission.received = 0
    submission.save(update_fields=["status", "finished_at", "received"])
    audit.record(
        by=by,
        at=at,
        action="outcomes.submission.cancel",
        programme=submission.programme.slug,
        subject=submission,
        after={"rows_read": submission.rows_read},
    )
    telling.of_finished(submission, by, at)
    _start_following(submission)
    return submission


def process(*, submission_id: int, at: datetime, wait: bool = False) -> Submission:
    """Accept the rows of a file: what the job and the command run. Running it again changes nothing.

    One file of an agent is worked on at a time. While another one is, this returns at once, and the other's end
    starts this one; with `wait` it waits. See `outcomes.actions.acceptance` for what happens to the rows.
    """
    submission = acceptance.run(submission_id=submission_id, at=at, wait=wait)
    if submission.is_finished:
        _start_following(submission)
    return submission


def forget(submission: Submission) -> None:
    """Remove the file of a submission that is not going to be on record. Nobody else's may be the same file."""
    files.discard(submission.path)


def _start_following(submission: Submission) -> None:
    """Queue the agent's next file."""
    following = (
        Submission.objects.unfinished()
        .filter(programme_id=submission.programme_id, agent_id=submission.agent_id)
        .order_by("id")
        .first()
    )
    if following is not None:
        enqueue(following)


def enqueue(submission: Submission) -> None:
    """Queue the job once the present transaction is committed. If the broker is away, the next resumption does it."""

    def queue() -> None:
        current_app.signature(PROCESS, kwargs={"submission_id": submission.pk}).apply_async()

    transaction.on_commit(queue, robust=True)


def _admit(programme: Programme, agent: Organisation, kind: str, by: User) -> None:
    """Raise `Forbidden` or `SubmissionRefused` unless the programme takes such a file from the agent's people now."""
    permissions.require_to_act_for(by, "submission.send", programme, agent)
    _require_contract(programme, agent)
    require_running(programme, kind)


def _require_contract(programme: Programme, agent: Organisation) -> None:
    agreed = ContractVersion.objects.filter(programme=programme, agreed_at__isnull=False)
    if not agreed.exists():
        raise SubmissionRefused(
            "No contract version has been agreed yet. Files can be sent once stage 4 has agreed a contract."
        )
    if not Party.objects.filter(version__in=agreed, role=Party.Role.AGENT, organisation=agent).exists():
        raise SubmissionRefused(f"{agent} is not an agent of this programme's contract.")


def require_running(programme: Programme, kind: str) -> None:
    """Refuse when the stage in which such records are made has been closed. It may never have been opened: a contract
    that was agreed elsewhere and loaded is enough."""
    stage = STAGES[Submission.Kind(kind)]
    visits = StageVisit.objects.filter(programme=programme, stage=stage)
    if visits.exists() and not visits.open().exists():
        raise SubmissionRefused(f"Stage {stage} is closed. Ask the commissioner to reopen it before you send more.")
    if pause := pauses.of_stage(programme, stage):
        raise SubmissionRefused(f"Stage {stage} is paused: {pause.because} Send the file when the stage goes on.")


def bare(filename: str) -> str:
    """The name without folders and without characters that cannot be shown, at most 255 characters."""
    name = PurePath(filename.replace("\\", "/")).name
    printable = "".join(character for character in name if character.isprintable()).strip()
    return printable[-255:] or "file"


def resume_stalled(*, at: datetime) -> int:
    """Queue the first unfinished file of each agent whose worker has not been heard of for a minute. Returns how many.

    The others follow when it is finished.
    """
    first = (
        Submission.objects.unfinished().order_by("programme_id", "agent_id", "id").distinct("programme_id", "agent_id")
    )
    stalled = list(Submission.objects.filter(pk__in=first.values("pk")).stalled(at=at).order_by("id"))
    Submission.objects.filter(pk__in=[submission.pk for submission in stalled]).update(heartbeat_at=at)
    for submission in stalled:
        enqueue(submission)
    return len(stalled)
