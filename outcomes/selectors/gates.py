"""What the returns of agents still lack for the gate of stage 6."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from accounts.models import Organisation
from contracts.models import ContractVersion, Party, Period
from outcomes.models import Claim, Submission
from outcomes.selectors import measurements
from stages.models import Programme

TAKEN = (Submission.Status.ACCEPTED, Submission.Status.QUESTIONS, Submission.Status.PARTLY)
MOST = 4


def return_shortfalls(programme: Programme, as_of: datetime.date) -> list[str]:
    """Each agent of the version in force has handed in outcomes for each period that has ended before the day.

    It has when a result of the period was accepted from it, or a file of outcomes after the period's end; the latter
    also says that there was no result. Files that are still being worked on are named too.
    """
    periods = list(Period.objects.filter(programme=programme, ends_on__lt=as_of).order_by("starts_on"))
    missing = []
    for agent, bound in _bound(programme, periods).items():
        returned = _returned(programme, agent, bound)
        missing += [f"{agent.name} for {period.code}" for period in bound if period.pk not in returned]
    found = []
    if not periods:
        found.append("No period has ended yet, so there is nothing to judge.")
    figures = [f"{one.metric.name}, {one.covers}" for one in measurements.missing(programme, as_of)]
    if figures:
        more = f" and {len(figures) - MOST} more" if len(figures) > MOST else ""
        found.append(f"Not measured and confirmed yet: {'; '.join(figures[:MOST])}{more}. Ask for the figures.")
    if missing:
        listed = ", ".join(missing[:MOST]) + (f" and {len(missing) - MOST} more" if len(missing) > MOST else "")
        found.append(f"No results were handed in by {listed}. Ask for them.")
    waiting = Submission.objects.filter(programme=programme).unfinished().count()
    if waiting:
        files = "1 file is" if waiting == 1 else f"{waiting} files are"
        found.append(f"{files} still being read. Wait for the result.")
    return found


def _bound(programme: Programme, periods: Sequence[Period]) -> dict[Organisation, list[Period]]:
    """The periods at whose end each agent was bound by the version in force."""
    versions = ContractVersion.objects.filter(programme=programme).agreed().order_by("number")
    parties = list(
        Party.objects.filter(version__in=versions, role=Party.Role.AGENT)
        .select_related("organisation", "version")
        .order_by("pk")
    )
    found: dict[Organisation, list[Period]] = defaultdict(list)
    for party in parties:
        starts, ends = party.version.effective_from, party.version.effective_to
        found[party.organisation] += [
            period for period in periods if starts <= period.ends_on and (ends is None or period.ends_on <= ends)
        ]
    return found


def _returned(programme: Programme, agent: Organisation, periods: Sequence[Period]) -> set[int]:
    """The periods for which the agent has handed something in."""
    claims = Claim.objects.filter(
        programme=programme, agent=agent, event_date__gte=OuterRef("starts_on"), event_date__lte=OuterRef("ends_on")
    )
    files = Submission.objects.filter(
        programme=programme,
        agent=agent,
        kind__in=(Submission.Kind.OUTCOMES, Submission.Kind.CHANGES),
        status__in=TAKEN,
        submitted_at__date__gt=OuterRef("ends_on"),
    )
    handed_in = Period.objects.filter(Exists(claims) | Exists(files), pk__in=[period.pk for period in periods])
    return set(handed_in.values_list("pk", flat=True))
