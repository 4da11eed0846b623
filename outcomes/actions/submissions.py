"""Files from agents: received whole, then accepted row by row in a job that can be taken over at any point."""

from datetime import datetime
from pathlib import PurePath

from celery import current_app
from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from contracts.models import ContractVersion, Party
from outcomes import permissions
from outcomes.actions import acceptance, files
from outcomes.models import Submission
from stages.models import Programme, StageVisit
from stages.selectors import pauses

STAGES = {Submission.Kind.PARTICIPANTS: 5, Submission.Kind.OUTCOMES: 6}
PROCESS = "outcomes.tasks.process_submission"


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
    queue: bool = True,
) -> Submission:
    """Keep the file as received and queue it for acceptance, unless the caller carries that out itself.

    Only the agent's own people may send for it. Raises `accounts.errors.Forbidden`, `SubmissionRefused`, or
    `outcomes.actions.files.FileRefused`; then nothing is kept.
    """
    permissions.require_to_act_for(by, "submission.send", programme, agent)
    _require_contract(programme, agent)
    _require_running(programme, kind)
    filename = _bare(filename)
    stored = files.store(file=file, filename=filename)
    with transaction.atomic():
        submission = Submission.objects.create(
            programme=programme,
            agent=agent,
            kind=Submission.Kind(kind),
            filename=filename,
            path=stored.path,
            digest=stored.digest,
            size=stored.size,
            reading=stored.reading,
            submitted_by=by,
            submitted_at=at,
        )
        audit.record(
            by=by,
            at=at,
            action="outcomes.submission.receive",
            programme=programme.slug,
            subject=submission,
            after={"filename": filename, "digest": stored.digest, "size": stored.size, "agent": agent.code},
        )
        if queue:
            enqueue(submission)
    return submission


def process(*, submission_id: int, at: datetime, wait: bool = False) -> Submission:
    """Accept the rows of a file: what the job and the command run. Running it again changes nothing.

    One file of an agent is worked on at a time. While another one is, this returns at once, and the other's end
    starts this one; with `wait` it waits. See `outcomes.actions.acceptance` for what happens to the rows.
    """
    submission = acceptance.run(submission_id=submission_id, at=at, wait=wait)
    if submission.is_finished:
        following = (
            Submission.objects.unfinished()
            .filter(programme_id=submission.programme_id, agent_id=submission.agent_id)
            .order_by("id")
            .first()
        )
        if following is not None:
            enqueue(following)
    return submission


def enqueue(submission: Submission) -> None:
    """Queue the job once the present transaction is committed. If the broker is away, the next resumption does it."""

    def queue() -> None:
        current_app.signature(PROCESS, kwargs={"submission_id": submission.pk}).apply_async()

    transaction.on_commit(queue, robust=True)


def _require_contract(programme: Programme, agent: Organisation) -> None:
    agreed = ContractVersion.objects.filter(programme=programme, agreed_at__isnull=False)
    if not agreed.exists():
        raise SubmissionRefused(
            "No contract version has been agreed yet. Files can be sent once stage 4 has agreed a contract."
        )
    if not Party.objects.filter(version__in=agreed, role=Party.Role.AGENT, organisation=agent).exists():
        raise SubmissionRefused(f"{agent} is not an agent of this programme's contract.")


def _require_running(programme: Programme, kind: str) -> None:
    """Refuse when the stage in which such records are made has been closed. It may never have been opened: a contract
    that was agreed elsewhere and loaded is enough."""
    stage = STAGES[Submission.Kind(kind)]
    visits = StageVisit.objects.filter(programme=programme, stage=stage)
    if visits.exists() and not visits.open().exists():
        raise SubmissionRefused(f"Stage {stage} is closed. Ask the commissioner to reopen it before you send more.")
    if pause := pauses.of_stage(programme, stage):
        raise SubmissionRefused(f"Stage {stage} is paused: {pause.because} Send the file when the stage goes on.")


def _bare(filename: str) -> str:
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
