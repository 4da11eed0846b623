"""The starts of each period against those that the contract plans."""

from datetime import date

from monitoring.actions.judging import Judging
from monitoring.domain import starts
from monitoring.domain.starts import Plan


def of(judging: Judging) -> list[Plan]:
    """Each complete period under an agreed version against its plan; empty where no plan is stated.

    Of the first period only the days since the contract began count. A period since which any agent has sent nothing at
    all is left out, with all after it: part of those who started is not known yet.
    """
    started, found = judging.evidence.started(), []
    planned_so_far, started_so_far = 0.0, 0
    first = judging.brief.versions[-1].effective_from if judging.brief.versions else date.max
    for span in judging.brief.spans:
        if judging.evidence.silent(span):
            break
        version = judging.brief.version_on(span.ends_on)
        stated = (version.assumptions.get("starts") or {}).get("expected") if version else None
        a_year = None if stated is None else float(stated)
        planned = starts.planned(
            span.code, max(span.starts_on, first), span.ends_on, judging.brief.rules_for(span), a_year
        )
        if version is None or planned is None:
            continue
        number = started.get(span.edge, 0)
        planned_so_far, started_so_far = planned_so_far + planned, started_so_far + number
        found.append(Plan(span.code, planned, number, planned_so_far, started_so_far))
    return found


def fall_short(judging: Judging) -> bool:
    """Whether fewer have started so far than the contract lets pass."""
    found = of(judging)
    return bool(found) and found[-1].falls_short_so_far(judging.brief.rules_for(judging.brief.spans[-1]))


def goes_beyond(judging: Judging) -> bool:
    """Whether more have started so far than the contract planned."""
    found = of(judging)
    return bool(found) and found[-1].started_so_far > found[-1].planned_so_far
