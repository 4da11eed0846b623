"""A small scheme to send files to: one agent, three outcomes, two segments, a contract in force through 2025."""

import contextlib
import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Organisation, Role, User
from contracts.models import ContractVersion, OutcomeDefinition, Party, Segment
from delivery.models import Participant
from outcomes.actions import submissions
from outcomes.models import Submission
from stages.models import Programme
from tests import builders

SENT = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
OUTCOME_HEADER = "participant,outcome,achieved_on,sequence,value,evidence_kind,evidence_ref"


@dataclasses.dataclass
class Scheme:
    programme: Programme
    agent: Organisation
    version: ContractVersion
    user: User

    def participant(self, reference: str, started_on: date = date(2025, 1, 10), **fields: Any) -> Participant:
        given: dict[str, Any] = {"segment": "group-1", "attributes": {"group": "1"}, "version": self.version}
        return Participant.objects.create(
            programme=self.programme,
            agent=fields.pop("agent", self.agent),
            reference=reference,
            started_on=started_on,
            received_at=SENT,
            **(given | fields),
        )

    def send(
        self,
        content: str | bytes,
        *,
        kind: str = "outcomes",
        name: str = "outcomes.csv",
        by: User | None = None,
        at: datetime = SENT,
        agent: Organisation | None = None,
    ) -> Submission:
        """Receive a file and accept its rows."""
        submission = self.receive(content, kind=kind, name=name, by=by, at=at, agent=agent)
        return submissions.process(submission_id=submission.pk, at=at, wait=True)

    def receive(
        self,
        content: str | bytes,
        *,
        kind: str = "outcomes",
        name: str = "outcomes.csv",
        by: User | None = None,
        at: datetime = SENT,
        agent: Organisation | None = None,
        **wanted: Any,
    ) -> Submission:
        """Receive a file without queueing the job, as when the broker is away."""
        data = content.encode() if isinstance(content, str) else content
        return submissions.receive(
            programme=self.programme,
            agent=agent or self.agent,
            kind=kind,
            filename=name,
            file=io.BytesIO(data),
            by=by or self.user,
            at=at,
            queue=False,
            **wanted,
        )


def scheme(*, others: Sequence[Organisation] = ()) -> Scheme:
    """Northern Works sends files. `others` are agents of the contract as well, without people of their own yet."""
    programme = builders.programme_at_stage(5)
    agent = builders.organisation("Northern Works", code="northern-works")
    version = agreed_version(programme, agent, others=others)
    user = builders.member(programme, Role.AGENT, organisation=agent)
    return Scheme(programme, agent, version, user)


@contextlib.contextmanager
def drafted(**fields: Any) -> Iterator[Scheme]:
    """Northern Works alone, with a version that is a draft while its terms are written, and agreed afterwards."""
    programme = builders.programme_at_stage(5)
    agent = builders.organisation("Northern Works", code="northern-works")
    version = ContractVersion.objects.create(
        programme=programme, number=1, title="One", effective_from=date(2025, 1, 1), drafted_by=builders.system(),
        drafted_at=builders.MOMENT, **fields,
    )  # fmt: skip
    Party.objects.create(version=version, role=Party.Role.AGENT, organisation=agent)
    yield Scheme(programme, agent, version, builders.member(programme, Role.AGENT, organisation=agent))
    agree(version)


def agreed_version(
    programme: Programme,
    agent: Organisation,
    *,
    number: int = 1,
    effective_from: date = date(2025, 1, 1),
    effective_to: date | None = date(2026, 6, 30),
    others: Sequence[Organisation] = (),
) -> ContractVersion:
    """A version as it stands once agreed: terms while a draft, then proposed and agreed."""
    version = ContractVersion.objects.create(
        programme=programme,
        number=number,
        title=f"Version {number}",
        effective_from=effective_from,
        effective_to=effective_to,
        drafted_by=builders.system(),
        drafted_at=builders.MOMENT,
    )
    for party in (agent, *others):
        Party.objects.create(version=version, role=Party.Role.AGENT, organisation=party)
    for position, group in enumerate(("1", "2"), 1):
        Segment.objects.create(
            version=version,
            position=position,
            code=f"group-{group}",
            name=f"Group {group}",
            rule={"group": [group]},
        )
    outcome(version, 1, "job_outcome", "binary", window_days=365, evidence_kinds=["payslip", "employer_letter"])
    outcome(version, 2, "sustained_job", "sustained", max_per_participant=13)
    outcome(version, 3, "qualification", "frequency", max_per_participant=3, unit="credits")
    agree(version)
    return version


def agree(version: ContractVersion) -> None:
    """Propose the draft and agree it, without anybody's agreement."""
    version.proposed_by, version.proposed_at = builders.system(), builders.MOMENT
    version.save(update_fields=["proposed_by", "proposed_at"])
    version.agreed_at = builders.MOMENT
    version.save(update_fields=["agreed_at"])


def outcome(version: ContractVersion, position: int, code: str, kind: str, **fields: Any) -> OutcomeDefinition:
    name = code.replace("_", " ").capitalize()
    return OutcomeDefinition.objects.create(
        version=version, position=position, code=code, name=name, kind=kind, **fields
    )


def table(header: str, rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV under a header."""
    out = io.StringIO()
    out.write(header + "\n")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
