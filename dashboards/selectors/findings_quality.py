"""How far the figures can be relied on: what checks of samples found, which rows were rejected and why, what came late.

Shown to those who may see rows, since an error or a rejected row can be one person's.
"""

import dataclasses
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from accounts.models import Organisation
from govuk import formats
from monitoring.selectors.figures import Audience
from outcomes.domain.error_rates import Rate
from outcomes.models import PlanEnd, Submission, VerificationPlan
from outcomes.selectors import plan_results

CHECK_COLUMNS = ("Plan", "Agent", "Claims", "Checked", "Wrong", "Error rate", "Tolerable")
CAUSE_COLUMNS = ("Column", "Why rows were rejected", "Rows", "Share of rows received")
LATE = frozenset(("period_closed", "window_over"))
"""Rows that came after the end of their period's window, or after the period was closed."""

MOST_PLANS, MOST_CAUSES = 3, 8
COUNTED = (
    Submission.Status.ACCEPTED,
    Submission.Status.QUESTIONS,
    Submission.Status.PARTLY,
    Submission.Status.REJECTED,
)

CAUSES = """
    SELECT cause->>'field', cause->>'code', min(cause->>'reason'), sum((cause->>'count')::bigint)::bigint
    FROM outcomes_submission s, jsonb_array_elements(s.causes) AS cause
    WHERE s.id = ANY(%(submissions)s)
    GROUP BY 1, 2 ORDER BY 4 DESC, 2, 1"""


@dataclasses.dataclass(frozen=True)
class Cause:
    field: str
    code: str
    reason: str
    rows: int


@dataclasses.dataclass(frozen=True)
class Quality:
    """Rows of all files that were taken or refused; a row with two faults counts under both causes.

    `checks` are rows of text under `CHECK_COLUMNS`, of the latest plans that are finished.
    """

    files: int
    received: int
    rejected: int
    causes: list[Cause]
    checks: tuple[tuple[str, ...], ...]

    @property
    def late(self) -> int:
        return sum(one.rows for one in self.causes if one.code in LATE)

    @property
    def shown(self) -> list[Cause]:
        return self.causes[:MOST_CAUSES]

    def share(self, rows: int) -> str:
        if not self.received:
            return formats.NOTHING
        return "under 0.1%" if 0 < rows < self.received / 1000 else formats.percent(rows / self.received, 1)

    @property
    def rejected_share(self) -> str:
        return self.share(self.rejected)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The causes under `CAUSE_COLUMNS`, the most frequent first."""
        return tuple(
            (one.field or "The whole row", one.reason, formats.count(one.rows), self.share(one.rows))
            for one in self.causes
        )

    @property
    def first_rows(self) -> tuple[tuple[str, ...], ...]:
        return self.rows[:MOST_CAUSES]


def quality(viewer: Audience, agent: str | None) -> Quality | None:
    """For all agents that the viewer may see, or one of them; None for those who may not see rows."""
    if not viewer.sees_small:
        return None
    agents = frozenset({agent}) if agent else viewer.own
    files = Submission.objects.filter(programme=viewer.programme, status__in=COUNTED, dry_run=False)
    if agents is not None:
        files = files.filter(agent__code__in=agents)
    sums = files.aggregate(received=Sum("received", default=0), rejected=Sum("rejected", default=0))
    keys = list(files.order_by().values_list("pk", flat=True))
    return Quality(
        len(keys), int(sums["received"]), int(sums["rejected"]), _causes(keys) if keys else [], _checks(viewer, agents)
    )


def _causes(submissions: list[int]) -> list[Cause]:
    with connection.cursor() as cursor:
        cursor.execute(CAUSES, {"submissions": submissions})
        return [Cause(field or "", code, reason, int(rows)) for field, code, reason, rows in cursor.fetchall()]


def _checks(viewer: Audience, agents: frozenset[str] | None) -> tuple[tuple[str, ...], ...]:
    """What finished plans found, agent by agent."""
    ends: QuerySet[PlanEnd] = PlanEnd.objects.filter(plan__programme=viewer.programme, kind=PlanEnd.Kind.FINISHED)
    found = list(ends.select_related("plan").order_by("-pk")[:MOST_PLANS])
    codes = {code for end in found for code in end.results}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    return tuple(
        _check(end.plan, names.get(code, code), result)
        for end in found
        for code, result in sorted(end.results.items())
        if agents is None or code in agents
    )


def _check(plan: VerificationPlan, agent: str, result: dict[str, Any]) -> tuple[str, ...]:
    rate = plan_results.words(Rate(result["rate"], result["low"], result["high"]))
    drawn, wrong = formats.count(result["drawn"]), formats.count(result["wrong"])
    return (plan.name, agent, formats.count(result["claims"]), drawn, wrong, rate, formats.percent(plan.tolerable, 1))
