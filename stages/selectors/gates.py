"""What each criterion of a stage's gate says now."""

import dataclasses
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string

from govuk import components
from stages.domain import criteria
from stages.models import FindingReply, GateConfirmation, GateRequest, Programme, StageVisit
from stages.selectors import stage_facts

WHO_CONFIRMS = "A commissioner or a member of the Expert Body must confirm this, with evidence."


class GateCheck(Protocol):
    """A row of the table that the project names in settings.GATE_CHECKS."""

    stage: int
    code: str
    rule: str
    check: str
    page: str
    source: str
    told: str


def _offered(stage: int) -> list[GateCheck]:
    table: tuple[GateCheck, ...] = import_string(settings.GATE_CHECKS)
    return [row for row in table if row.stage == stage]


def confirmations(visit: StageVisit | None) -> dict[str, GateConfirmation]:
    """The latest word on each confirmed criterion in this visit, by code."""
    if visit is None:
        return {}
    found = GateConfirmation.objects.filter(visit=visit).select_related("confirmed_by")
    return {confirmation.criterion: confirmation for confirmation in found.order_by("confirmed_at", "pk")}


def _confirmed(criterion: criteria.Criterion, word: GateConfirmation | None) -> criteria.Result:
    if word is None:
        state, reason = criteria.NEEDS_CONFIRMATION, WHO_CONFIRMS
    elif word.holds:
        state, reason = criteria.MET, f"Confirmed by {word.confirmed_by}: {word.evidence}"
    else:
        state, reason = criteria.NOT_MET, f"{word.confirmed_by} says that it does not hold: {word.evidence}"
    return criteria.Result(
        code=criterion.code,
        rule=criterion.rule,
        state=state,
        reason=reason,
        evidence=word.evidence if word else "",
        confirmed_by=str(word.confirmed_by) if word else "",
        confirmable=True,
        source=criterion.source,
    )


def _from_higher_apps(programme: Programme, stage: int, as_of: date) -> list[criteria.Result]:
    """What the checks of the apps above say; each function is asked once, whatever number of criteria it judges."""
    rows = _offered(stage)
    asked = {path: import_string(path)(programme, as_of) for path in dict.fromkeys(row.check for row in rows)}
    return [_from_higher_app(row, programme, asked[row.check]) for row in rows]


def _from_higher_app(row: GateCheck, programme: Programme, said: list[str] | dict[str, list[str]]) -> criteria.Result:
    shortfalls = said[row.code] if isinstance(said, dict) else said
    told = import_string(row.told)(programme) if row.told and not shortfalls else ""
    return criteria.Result(
        code=row.code,
        rule=row.rule,
        state=criteria.NOT_MET if shortfalls else criteria.MET,
        reason=" ".join(shortfalls) or told,
        page=row.page,
        source=row.source,
    )


def _reopening(visit: StageVisit) -> criteria.Result:
    """A stage that a finding reopened closes only once that finding is answered."""
    finding = visit.finding
    assert finding is not None
    answer = finding.replies.exclude(kind=FindingReply.Kind.COMMENT).order_by("-written_at", "-pk").first()
    dismissed = answer is not None and answer.kind == FindingReply.Kind.DISMISSED
    answered = dismissed or finding.actions.exists()
    return criteria.Result(
        code=criteria.REOPENING_ANSWERED,
        rule=criteria.REOPENING_RULE,
        state=criteria.MET if answered else criteria.NOT_MET,
        reason="" if answered else f"{finding} has no corrective action yet. Agree one, or dismiss the finding.",
        page="finding",
    )


def evaluate(programme: Programme, stage: int, visit: StageVisit | None, as_of: date) -> list[criteria.Result]:
    """Every criterion of the gate: computed, offered by the apps above, and confirmed by people in this visit."""
    known = stage_facts.of_stage(programme, stage)
    words = confirmations(visit)
    own = criteria.of_stage(stage)
    results = [criteria.computed(criterion, known) for criterion in own if not criterion.is_confirmed_by_a_person]
    results += _from_higher_apps(programme, stage, as_of)
    if visit is not None and visit.finding_id:
        results.append(_reopening(visit))
    results += [_confirmed(criterion, words.get(criterion.code)) for criterion in own if criterion.check is None]
    return results


def as_stored(results: list[criteria.Result]) -> list[dict[str, Any]]:
    """What is kept with the visit at the moment of closing."""
    return [
        {
            "code": result.code,
            "rule": result.rule,
            "met": result.met,
            "state": result.state,
            "reason": result.reason,
            "evidence": result.evidence,
            "confirmed_by": result.confirmed_by,
            "source": result.source,
        }
        for result in results
    ]


def waiting_request(visit: StageVisit) -> GateRequest | None:
    """The request that the gate be decided, if one waits."""
    waiting = GateRequest.objects.filter(visit=visit, sent_back_at__isnull=True, visit__closed_at__isnull=True)
    return waiting.select_related("requested_by").first()


def as_components(criteria_then: list[dict[str, Any]]) -> list[components.Criterion]:
    """What the criteria said when a visit closed, as the page shows them."""
    return [
        components.Criterion(
            label=row["rule"],
            state=row["state"],
            reason=row["reason"],
            code=row["code"],
            source=row.get("source", ""),
        )
        for row in criteria_then
    ]


@dataclasses.dataclass(frozen=True)
class Question:
    """A criterion that a person confirms, with every word given on it in this visit, newest first."""

    criterion: criteria.Criterion
    words: list[GateConfirmation]


def question(programme: Programme, stage: int, code: str) -> Question:
    """The criterion of the stage's gate that a person confirms; the page does not exist otherwise."""
    found = [row for row in criteria.of_stage(stage) if row.code == code and row.is_confirmed_by_a_person]
    if not found:
        raise Http404("No such criterion")
    words = GateConfirmation.objects.filter(
        visit__programme=programme, visit__stage=stage, visit__closed_at__isnull=True, criterion=code
    )
    return Question(found[0], list(words.select_related("confirmed_by").order_by("-confirmed_at", "-pk")))
