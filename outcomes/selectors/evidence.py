"""Files attached to claims, with what the viewer can do with each and what a verifier should know of it."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.http import Http404

from accounts.models import User
from outcomes import permissions
from outcomes.domain import evidence_kinds
from outcomes.domain.evidence import megabytes
from outcomes.models import Attachment, Claim, ClaimState, EvidenceErasure, EvidenceScan, ItemDecision
from outcomes.selectors import evidence_ends
from outcomes.selectors.evidence_ends import End
from stages.models import Programme

WITHDRAWN, INFECTED, ELSEWHERE, ERASED, WAITING = "withdrawn", "infected", "elsewhere", "erased", "waiting"
CLEAN, UNSCANNED = "clean", "unscanned"
OPEN = (CLEAN, UNSCANNED)
WORDS = {
    WITHDRAWN: ("Withdrawn", "grey"),
    INFECTED: ("Virus found", "red"),
    ELSEWHERE: ("Not kept here", "grey"),
    ERASED: ("Erased", "grey"),
    WAITING: ("Not yet scanned", "yellow"),
    CLEAN: ("No virus found", "green"),
    UNSCANNED: ("Not scanned", "grey"),
}
WHY_CLOSED = {
    WITHDRAWN: "The agent withdrew this file, so it is not handed out.",
    INFECTED: "A virus was found in this file, so nobody can open it. The agent can send a copy without it.",
    ELSEWHERE: "Only the record of this file came with the programme; the file itself is kept where it was received.",
    ERASED: "The content of this file has been erased, as the time for which it was to be kept is over.",
    WAITING: "The virus scanner has not looked at this file yet. It can be opened as soon as it has.",
}
FEW = 5


@dataclasses.dataclass(frozen=True)
class Row:
    """An attached file as a page shows it. `others` are claims of other people to which the same file is attached.

    Those who may not open files of the claim are not told what they are called (`is_named`).
    """

    attachment: Attachment
    state: str
    others: Sequence[Attachment]
    may_open: bool
    may_withdraw: bool
    is_named: bool

    @property
    def words(self) -> str:
        return WORDS[self.state][0]

    @property
    def colour(self) -> str:
        return WORDS[self.state][1]

    @property
    def first_others(self) -> Sequence[Attachment]:
        return self.others[:FEW]

    @property
    def more_others(self) -> int:
        return max(len(self.others) - FEW, 0)

    @property
    def people(self) -> int:
        return len({other.claim.participant_id for other in self.others})


@dataclasses.dataclass(frozen=True)
class Listing:
    """The files of a claim, and of those whose place it took, the latest first, and until when they are kept."""

    rows: Sequence[Row]
    may_attach: bool
    may_open: bool
    is_scanned: bool
    end: End | None = None

    @property
    def waits(self) -> bool:
        return any(row.state == WAITING for row in self.rows)

    @property
    def unscanned(self) -> bool:
        return any(row.state == UNSCANNED for row in self.rows)


def listing(claim: Claim, viewer: User) -> Listing:
    """The attached files as the viewer may see and use them. The viewer may see the claim."""
    own = permissions.can_act_for(viewer, "evidence.attach", claim.programme, claim.agent)
    may_open = permissions.may_open_evidence(viewer, claim)
    found = _attachments(_chain(claim))
    others = _others(claim, found) if permissions.can(viewer, "evidence.compare", claim.programme) else {}
    decided = {pk: last_decided(pk) for pk in {one.claim_id for one in found}}
    rows = [
        Row(
            one,
            state := _state(one),
            others.get(one.file_id, []),
            may_open and state in OPEN,
            own and state != WITHDRAWN and not _rests_on(decided[one.claim_id], one),
            may_open,
        )
        for one in found
    ]
    stands = not ClaimState.objects.filter(claim=claim, state=ClaimState.State.WITHDRAWN).exists()
    kept = any(one.file.kept_at for one in found)
    end = evidence_ends.of(claim.programme) if kept else None
    return Listing(rows, own and stands, may_open, bool(settings.VIRUS_SCANNER), end)


def _chain(claim: Claim) -> list[int]:
    """The claim and those that it took the place of, one after the other."""
    found, next_one = [claim.pk], claim.amends_id
    while next_one is not None:
        found.append(next_one)
        next_one = Claim.objects.filter(pk=next_one).values_list("amends_id", flat=True).first()
    return found


def last_decided(claim: int) -> datetime | None:
    """When a verifier last decided on the claim or on one that took its place, whose page shows the same files."""
    line, following = [claim], Claim.objects.filter(amends=claim).values_list("pk", flat=True).first()
    while following is not None:
        line.append(following)
        following = Claim.objects.filter(amends=following).values_list("pk", flat=True).first()
    last: datetime | None = ItemDecision.objects.filter(item__claim__in=line).aggregate(last=Max("decided_at"))["last"]
    return last


def _rests_on(decided_at: datetime | None, attachment: Attachment) -> bool:
    return decided_at is not None and decided_at >= attachment.attached_at


def has_been_judged(attachment: Attachment) -> bool:
    """Whether a verifier has decided with the file at hand."""
    return _rests_on(last_decided(attachment.claim_id), attachment)


def _attachments(claims: Sequence[int]) -> list[Attachment]:
    scans = EvidenceScan.objects.filter(file=OuterRef("file"))
    erased = EvidenceErasure.objects.filter(file=OuterRef("file")).order_by("-pk").values("erased_at")[:1]
    found = Attachment.objects.filter(claim__in=claims).annotate(
        is_scanned=Exists(scans), is_infected=Exists(scans.exclude(found="")), erased_at=Subquery(erased)
    )
    related = ("file", "attached_by", "request", "withdrawal__withdrawn_by")
    return list(found.select_related(*related).order_by("-pk"))


def _state(attachment: Attachment) -> str:
    """Of an attachment as `_attachments` reads it."""
    if hasattr(attachment, "withdrawal"):
        return WITHDRAWN
    if attachment.is_infected:  # type: ignore[attr-defined]
        return INFECTED
    if attachment.file.kept_at is None:
        return ERASED if attachment.erased_at else ELSEWHERE  # type: ignore[attr-defined]
    if attachment.is_scanned:  # type: ignore[attr-defined]
        return CLEAN
    return WAITING if settings.VIRUS_SCANNER else UNSCANNED


def state_of(attachment: Attachment) -> str:
    """Whether the file can be opened as things stand now, and if not, why not."""
    return next(_state(one) for one in _attachments([attachment.claim_id]) if one.pk == attachment.pk)


def _others(claim: Claim, found: Sequence[Attachment]) -> dict[int, list[Attachment]]:
    """By file, where in the programme it is attached for somebody else."""
    same = Attachment.objects.filter(
        ~Q(claim__participant=claim.participant_id),
        claim__programme=claim.programme_id,
        file__in=[one.file_id for one in found],
    )
    by_file: dict[int, list[Attachment]] = {}
    for other in same.select_related("claim__participant", "claim__agent").order_by("pk"):
        by_file.setdefault(other.file_id, []).append(other)
    return by_file


def find(viewer: User, programme: Programme, claim_id: int, attachment_id: int) -> Attachment:
    """The attached file, if the person may see its claim; otherwise the page does not exist for them."""
    claims = Claim.objects.filter(programme=programme, pk=claim_id).visible_to(viewer)
    found = Attachment.objects.filter(claim__in=claims, pk=attachment_id)
    attachment = found.select_related("claim__programme", "claim__agent", "claim__participant", "file").first()
    if attachment is None:
        raise Http404("No such file")
    return attachment


def handed_out_as(attachment: Attachment) -> tuple[str, str]:
    """The name and the content type with which a browser is given the file."""
    kind = evidence_kinds.KINDS[attachment.file.kind]
    return evidence_kinds.named_for(kind, attachment.filename), kind.content_type


def limits() -> tuple[str, str]:
    """How large a file may be, and all files of a claim together, in words."""
    return megabytes(settings.MAX_EVIDENCE_BYTES), megabytes(settings.MAX_EVIDENCE_BYTES_PER_CLAIM)
