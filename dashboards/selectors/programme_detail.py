"""One programme at a glance: its stages and loops, its figures, its findings and what happened, newest first."""

import dataclasses
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import Role
from contracts.models import ContractVersion
from dashboards.selectors import counted, money, next_step, timeline, track
from dashboards.selectors.viewer import Viewer
from govuk import formats
from govuk.components import Event, Loop
from stages.models import Finding, FindingReply, Programme
from stages.selectors import finding_words, tracker

FINDINGS = 8
HIDDEN, NOT_YET = "Not shown", "Not told yet"
MILLION = 1_000_000


@dataclasses.dataclass(frozen=True)
class FindingRow:
    """A finding with the stages that it questions, and where it stands in words."""

    finding: Finding
    stages: str
    words: str
    colour: str


@dataclasses.dataclass(frozen=True)
class Link:
    """A part of the programme that has pages of its own."""

    code: str
    label: str
    hint: str
    url: str


@dataclasses.dataclass(frozen=True)
class Page:
    programme: Programme
    stages: list[tracker.StageRow]
    next_step: next_step.NextStep | None
    loops: list[Loop]
    track: track.Track
    money: money.Money
    participants: int | None
    outcomes: int | None
    participants_told: date | None
    outcomes_told: date | None
    least_shown: int
    own_only: bool
    version: ContractVersion | None
    findings: list[FindingRow]
    findings_open: int
    events: list[Event]
    links: list[Link]

    @property
    def is_too_small(self) -> bool:
        """Whether counts, and money that would give them away, are kept from a viewer who may not see single rows."""
        return any(0 < (number or 0) < self.least_shown for number in (self.participants, self.outcomes))

    @property
    def participants_words(self) -> str:
        return self._counted(self.participants)

    @property
    def outcomes_words(self) -> str:
        return self._counted(self.outcomes)

    @property
    def participants_day(self) -> str:
        return _by(self.participants_told)

    @property
    def outcomes_day(self) -> str:
        return _by(self.outcomes_told)

    def _counted(self, number: int | None) -> str:
        if number is None:
            return NOT_YET
        return f"Fewer than {self.least_shown}" if 0 < number < self.least_shown else formats.count(number)

    @property
    def stated_words(self) -> str:
        return HIDDEN if self.is_too_small or self.money.is_hidden else short_pounds(self.money.stated)

    @property
    def approved_words(self) -> str:
        return HIDDEN if self.is_too_small or self.money.is_hidden else short_pounds(self.money.approved)

    @property
    def addresses(self) -> dict[str, str]:
        return {link.code: link.url for link in self.links}

    @property
    def waiting_words(self) -> str:
        if self.is_too_small:
            return "so few people that their number would show"
        if self.money.waits:
            return "the rest once statements are approved" if self.money.stated else "told once statements are approved"
        if self.money.partly:
            return "without periods of which too few results could be told"
        if self.money.waiting < 0:
            return f"{formats.pounds(-self.money.waiting)} to be taken back is not approved yet"
        return f"{formats.pounds(self.money.waiting)} not approved yet" if self.money.waiting else ""

    @property
    def ceiling_words(self) -> str:
        if not self.money.ceiling and self.own_only:
            return ""
        if not self.money.ceiling:
            return "the contract sets no ceiling" if self.version else "no contract is in force"
        return f"of a ceiling of {formats.pounds(self.money.ceiling)}"


def _by(day: date | None) -> str:
    """Up to when a number is told that is told at fixed moments only."""
    return f"by {formats.uk_date(day)}" if day else ""


def short_pounds(amount: Decimal) -> str:
    """Whole pounds; from a million on, millions with two places."""
    return f"£{amount / MILLION:,.2f}m" if abs(amount) >= MILLION else formats.pounds(amount)


def page(viewer: Viewer, programme: Programme) -> Page:
    """The programme as the viewer may see it: agents are shown their own organisation's figures only."""
    key = programme.pk
    own_only = key in viewer.sees_own_only()
    sees_rows = key in viewer.sees_rows()
    if sees_rows or own_only:
        number = counted.of(programme, viewer.agencies([key]) if own_only else None)
    else:
        number = counted.told(programme, viewer.today)
    stages = tracker.tracker(programme)
    return Page(
        programme=programme,
        stages=stages,
        next_step=next_step.of(viewer, programme, stages),
        loops=tracker.loops(programme),
        track=track.of(viewer, [key])[key],
        money=money.of(viewer, [key])[key],
        participants=number.participants,
        outcomes=number.outcomes,
        participants_told=number.participants_told,
        outcomes_told=number.outcomes_told,
        least_shown=0 if sees_rows else programme.suppression_threshold,
        own_only=own_only,
        version=programme.contract_versions.in_force(viewer.today).first(),
        findings=_findings(viewer, programme),
        findings_open=Finding.objects.open().filter(programme=programme).count(),
        events=timeline.of(programme, viewer.user),
        links=links(viewer, programme),
    )


def _findings(viewer: Viewer, programme: Programme) -> list[FindingRow]:
    """The open findings first, then the latest closed ones."""
    replies = FindingReply.objects.filter(finding=OuterRef("pk"))
    found = (
        programme.findings.annotate(
            is_accepted=Exists(replies.filter(kind=FindingReply.Kind.ACCEPTED)),
            is_dismissed=Exists(replies.filter(kind=FindingReply.Kind.DISMISSED)),
            has_actions=Exists(Finding.objects.filter(pk=OuterRef("pk"), actions__isnull=False)),
        )
        .select_related("programme")
        .prefetch_related("stages")
        .order_by("-closed_at", "-number")
    )
    return [_row(finding) for finding in finding_words.findings(found[:FINDINGS], viewer.user)]


def _row(finding: Finding) -> FindingRow:
    numbers = sorted(questioned.stage for questioned in finding.stages.all())
    words, colour = _standing(finding)
    stages = "" if finding.withheld else ("Stage " if len(numbers) == 1 else "Stages ") + ", ".join(map(str, numbers))
    return FindingRow(finding, stages, words, colour)


def _standing(finding: Finding) -> tuple[str, str]:
    if finding.closed_at is not None:
        return "Closed", "green"
    if getattr(finding, "has_actions", False):
        return "Action agreed", "blue"
    if getattr(finding, "is_dismissed", False):
        return "Dismissed", "grey"
    return ("Accepted", "blue") if getattr(finding, "is_accepted", False) else ("Waits for an answer", "red")


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of every programme: its name, what is there, and the page that begins it."""

    code: str
    label: str
    hint: str
    page: str


PARTS = (
    Part("dashboard", "Findings dashboard", "Targets against their path, money, segments and agents",
         "dashboards:findings_dashboard"),
    Part("findings", "Findings", "What was seen, and what was done about it", "stages:finding_list"),
    Part("contract", "Contract", "Outcomes, prices, targets and their versions", "contracts:contract"),
    Part("participants", "Participants", "Who started, and when", "delivery:participant_list"),
    Part("submissions", "Submissions", "Files from agents, and rows to correct", "outcomes:submission_list"),
    Part("claims", "Claims", "Accepted outcomes and why each was paid", "outcomes:claim_list"),
    Part("statements", "Statements", "What is owed for each period", "payments:statement_list"),
    Part("body", "Expert Body", "Who sits on it, and what it decided", "expertbody:composition"),
    Part("sandbox", "Sandbox", "Where agents try their systems, with nobody real", "outcomes:sandbox"),
    Part("members", "Members", "Who has which role", "stages:members"),
)  # fmt: skip
ROWS = frozenset({"participants", "submissions", "claims"})
MANAGERS = frozenset({Role.COMMISSIONER, Role.ADMINISTRATOR})


def links(viewer: Viewer, programme: Programme) -> list[Link]:
    """The parts of the programme that the viewer may go to."""
    closed: set[str] = set()
    if programme.pk not in viewer.sees_rows():
        closed |= ROWS
    if not viewer.roles.get(programme.pk, frozenset()) & MANAGERS:
        closed.add("members")
    return [
        Link(part.code, part.label, part.hint, reverse(part.page, args=[programme.slug]))
        for part in PARTS
        if part.code not in closed
    ]
