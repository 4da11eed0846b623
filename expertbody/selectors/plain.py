"""Papers of the Expert Body in plain words, read from the records."""

import dataclasses
from datetime import date
from typing import Any

from django.db.models import Model

from accounts.models import User
from expertbody.domain import plain
from expertbody.models import Decision, ReadingPreference
from expertbody.selectors import decidable, decisions
from knowledge.selectors import library
from stages.models import Finding, GateRequest, Programme
from stages.selectors import finding_words, gates

DECISION = "decision"


@dataclasses.dataclass(frozen=True)
class Reading:
    """A paper in plain words, with the page of the paper itself and the words that need to be explained."""

    kind: str
    subject_id: int
    title: str
    plain: plain.Plain
    words: list[tuple[str, str]]
    url: str
    waits: bool


def read(programme: Programme, kind: str, subject_id: int, as_of: date) -> Reading | None:
    """A paper in plain words; None when there is no such paper. A decision is named by its number."""
    if kind == DECISION:
        made = decisions.numbered(programme, subject_id)
        return _reading(kind, made.number, _of_decision(made), made.get_absolute_url(), False) if made else None
    if kind not in plain.WHAT or (subject := decidable.find(kind, programme, subject_id)) is None:
        return None
    waits = any(record.pk == subject_id for record in decidable.records_waiting(kind, programme))
    paper = dataclasses.replace(_of(kind, subject, as_of), waits=waits)
    return _reading(kind, subject_id, paper, decidable.address(subject), waits)


def _reading(kind: str, subject_id: int, paper: plain.Paper, url: str, waits: bool) -> Reading:
    explained = plain.explain(paper)
    known = [(term.word, term.meaning) for term in library.terms()]
    words = plain.words_in(f"{paper.title}\n{explained.text()}", known)
    return Reading(kind, subject_id, paper.title, explained, words, url, waits)


def _of(kind: str, subject: Model, as_of: date) -> plain.Paper:
    if isinstance(subject, Finding):
        subject = finding_words.finding(subject, None)
    written = str(getattr(subject, "summary", "") or getattr(subject, "note", ""))
    more: dict[str, Any] = {}
    if isinstance(subject, GateRequest):
        visit = subject.visit
        results = gates.evaluate(visit.programme, visit.stage, visit, as_of)
        more = {"stage": visit.stage, "met": sum(result.met for result in results), "criteria": len(results)}
    elif isinstance(subject, Finding):
        more = {"severity": subject.severity, "source": subject.source}
    else:
        state = getattr(subject, "state_on", None)
        more = {"stage": getattr(subject, "stage", None), "state": state(as_of) if state else ""}
    return plain.Paper(kind, str(subject), written, **more)


def _of_decision(made: Decision) -> plain.Paper:
    shown = decisions.in_full(made)
    votes = (made.votes_for, made.votes_against, made.abstentions)
    title = f"Decision {made.number}: {shown.title or shown.matter}"
    return plain.Paper(DECISION, title, made.rationale, resolved=shown.resolved, votes=votes, dissent=made.dissent)


def wants_plain_words_first(user: User) -> bool:
    """Whether the person asked to be shown plain words before the paper itself."""
    return ReadingPreference.objects.filter(user=user, plain_words_first=True).exists()
