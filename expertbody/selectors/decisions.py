"""Decisions of the Expert Body, for the people of its programme."""

import dataclasses
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from expertbody.domain import force as force_rules
from expertbody.models import Decision
from expertbody.selectors import decidable, force
from stages.models import Finding, Programme

DISMISS = "dismiss"
LONGEST_NUMBER = 9


@dataclasses.dataclass(frozen=True)
class Shown:
    """A decision as people read it: what it was about and what was resolved, in words, with the subject's page."""

    decision: Decision
    matter: str
    resolved: str
    title: str = ""
    url: str = ""
    state: str = ""
    state_colour: str = ""
    superseded_by: int | None = None

    @property
    def number_in_words(self) -> str:
        return f"Decision {self.decision.number}"

    @property
    def kind_word(self) -> str:
        """What kind of matter it was, where the title does not begin with it already."""
        return "" if self.title.lower().startswith(self.matter.lower()) else self.matter

    @property
    def is_in_force(self) -> bool:
        return self.state == force_rules.WORDS[force_rules.IN_FORCE][0]


def shown(decision: Decision) -> Shown:
    """A decision in words, without its subject (which costs a query of its own)."""
    kind = decidable.table().get(decision.subject_kind)
    resolution = decidable.resolution(decision.subject_kind, decision.resolution)
    return Shown(
        decision,
        kind.label if kind else decision.subject_kind,
        resolution.label if resolution else decision.resolution,
    )


def in_full(decision: Decision) -> Shown:
    """A decision in words, with the title and the page of what was decided, and whether it is in force."""
    (words,) = with_states(decision.programme, [decision])
    subject = decidable.find(decision.subject_kind, decision.programme, decision.subject_id)
    if subject is None:
        return words
    return dataclasses.replace(words, title=str(subject), url=decidable.address(subject))


def with_titles(programme: Programme, found: list[Shown]) -> list[Shown]:
    """Decisions with the title of what each was about."""
    titles: dict[tuple[str, int], str] = {}
    for kind in {one.decision.subject_kind for one in found}:
        asked = [one.decision.subject_id for one in found if one.decision.subject_kind == kind]
        titles |= {(kind, key): title for key, title in decidable.titles(kind, programme, asked).items()}
    return [
        dataclasses.replace(one, title=titles.get((one.decision.subject_kind, one.decision.subject_id), ""))
        for one in found
    ]


def with_states(programme: Programme, decisions: Iterable[Decision]) -> list[Shown]:
    """Decisions in words, each with whether it is in force, superseded or carried out."""
    known = {one.number: one for one in force.made(programme)}
    return [
        dataclasses.replace(
            shown(decision),
            state=force_rules.WORDS[known[decision.number].state][0],
            state_colour=force_rules.WORDS[known[decision.number].state][1],
            superseded_by=known[decision.number].superseded_by,
        )
        for decision in decisions
    ]


def action_address(decision: Decision) -> str:
    """Where an action is agreed that answers the finding decided on; nothing when it was dismissed or is closed."""
    finding = decidable.find(decision.subject_kind, decision.programme, decision.subject_id)
    if not isinstance(finding, Finding) or finding.closed_at or decision.resolution == DISMISS:
        return ""
    return reverse("stages:action_add", args=[decision.programme.slug, finding.number])


def search(programme: Programme, text: str = "", kind: str = "") -> QuerySet[Decision]:
    """The programme's decisions, the latest first: the one of that number, or those whose words hold the text."""
    found = programme.decisions.select_related("decided_by").order_by("-number")
    if kind:
        found = found.filter(subject_kind=kind)
    if text.isdecimal() and len(text) < LONGEST_NUMBER:
        return found.filter(number=int(text))
    if text:
        match = Q(rationale__icontains=text) | Q(dissent__icontains=text) | Q(decided_by__name__icontains=text)
        found = found.filter(match)
    return found


def numbered(programme: Programme, number: int) -> Decision | None:
    return programme.decisions.filter(number=number).select_related("decided_by", "programme", "supersedes").first()
