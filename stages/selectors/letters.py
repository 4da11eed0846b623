"""The letter of outcome to one candidate: chosen or not, its own scores and reasons, and nobody else's."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from govuk import formats, reports
from stages.domain import selection, standstill
from stages.models import Candidate, SelectionDecision
from stages.selectors import moderation, stage_facts
from stages.selectors import selection as selection_selector

WHO = selection_selector.WHO


def _reasons(candidate: Candidate) -> dict[int, list[str]]:
    """Why each criterion was scored so: the agreed reason, or the reasons of the assessors, without their names."""
    found: dict[int, list[str]] = {}
    for one in moderation.free_scores(candidate):
        found.setdefault(one.criterion_id, []).append(one.reason)
    return found | {key: [row.reason] for key, row in moderation.latest_of(candidate).items()}


def _scores(candidate: Candidate) -> reports.Table:
    programme, stage = candidate.programme, candidate.stage
    rows = selection_selector.criteria(programme, stage)
    counted = [
        one for one in selection_selector.counting(programme, stage) if one.candidate == candidate.pk
    ]  # fmt: skip
    [ranked] = selection.ranking([candidate.pk], selection_selector.weighted(rows), counted)
    reasons = _reasons(candidate)
    cells = [
        (
            row.name,
            f"{row.weight.normalize():f}%",
            f"{ranked.marks[row.code].normalize():f}" if row.code in ranked.marks else "not scored",
            " ".join(reasons.get(row.pk, [])) or "–",
        )
        for row in rows
    ]
    total = ("All criteria, as weighted", "100%", f"{ranked.total}% of the most", "")
    return reports.Table(
        "Your scores, each from 0 to 5", ("Criterion", "Weight", "Score", "Reasons"), (*cells, total),
        numeric=(1, 2), widths=(4, 1, 2, 5),
    )  # fmt: skip


def _outcome(candidate: Candidate, decision: SelectionDecision) -> list[reports.Block]:
    who, name = WHO[candidate.stage], candidate.programme.name
    if decision.candidate_id == candidate.pk:
        return [reports.Paragraph(f"You have been chosen to be the {who} of {name}.")]
    return [
        reports.Paragraph(
            f"Thank you for coming forward to be the {who} of {name}. You have not been chosen. "
            f"{decision.candidate} has been chosen."
        )
    ]


def _standstill(decision: SelectionDecision) -> list[reports.Block]:
    if not decision.standstill_days:
        return []
    last = standstill.last_day(timezone.localdate(decision.decided_at), decision.standstill_days)
    return [
        reports.Notice(
            f"Nothing is awarded until the end of {formats.uk_date(last)}. If you believe that the choice was not made "
            "fairly, write to the commissioner before then."
        )
    ]


def letter(candidate: Candidate, at: datetime) -> reports.Report:
    """The letter, made from the choice that stands; the page does not exist before there is one."""
    programme = candidate.programme
    decision = stage_facts.latest_decision(programme, candidate.stage)
    if decision is None:
        raise Http404("No choice is recorded yet")
    facts = (
        reports.Fact("To", str(candidate)),
        reports.Fact("From", str(programme.commissioner)),
        reports.Fact("Choice made on", formats.uk_date(timezone.localdate(decision.decided_at))),
    )
    return reports.Report(
        "Letter of outcome",
        caption=programme.name,
        made=f"Made on {formats.uk_date(timezone.localdate(at))}",
        blocks=(
            reports.Facts(facts),
            *_outcome(candidate, decision),
            *_standstill(decision),
            _scores(candidate),
            reports.Paragraph(
                "The score on each criterion is the one on which the assessors agreed, or where one assessor scored, "
                "theirs. What other candidates scored is not told to anybody outside the choice.", small=True,
            ),
        ),
    )  # fmt: skip
