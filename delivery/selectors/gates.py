"""What stage 5 still lacks for its gate, as far as its records say. Everybody reads it, so nobody is named in it."""

import datetime
from collections.abc import Callable

from delivery.domain import caseloads, risk_cascade
from delivery.models import KeyWorker, Partner
from delivery.selectors import key_workers, partners, plans
from stages.models import Programme

Check = Callable[[Programme, datetime.date], list[str]]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def in_post(programme: Programme, as_of: datetime.date) -> list[str]:
    """Every agent with participants has key workers, and no participant was left without one."""
    workers = KeyWorker.objects.filter(programme=programme)
    if not workers.exists():
        return ["No key worker is recorded yet. Agents add those who stay with participants."]
    people = programme.participants.filter(started_on__lte=as_of)
    never = people.filter(assignments__isnull=True).count()
    return [f"{_counted(never, 'participant has', 'participants have')} never had a key worker."] if never else []


def caseloads_in_hand(programme: Programme, as_of: datetime.date) -> list[str]:
    """No key worker has more participants than was agreed, unless it is explained."""
    workers = KeyWorker.objects.filter(programme=programme).in_post(as_of)
    rows = key_workers.caseload_rows(programme, workers, as_of)
    if any(row.caseload.state == caseloads.UNKNOWN for row in rows):
        return ["The most participants for one full-time key worker is not stated for every agent. State it."]
    over = sum(1 for row in rows if row.caseload.is_unexplained)
    said = _counted(over, "caseload is", "caseloads are")
    return [f"{said} above the ceiling without a reason. Share them out, or say why."] if over else []


def workforce_trained(programme: Programme, as_of: datetime.date) -> list[str]:
    """All staff, with partners', have been trained at least once."""
    found = plans.coverage(programme, as_of)
    if not any(one.trained for one in found):
        return ["No training is recorded yet. Agents record who was trained, their partners' staff too."]
    missing = sum(one.missing for one in found)
    if missing:
        return [f"{_counted(missing, 'member of staff has', 'members of staff have')} not been trained yet."]
    return []


def risk_not_cascaded(programme: Programme, as_of: datetime.date) -> list[str]:
    """The risk-cascade test passes for every partner. Without partners nothing can be passed down."""
    rows = partners.judged(programme, Partner.objects.filter(programme=programme).select_related("agent"), as_of)
    flagged = sum(1 for row in rows if row.verdict == risk_cascade.FLAGGED)
    unknown = sum(1 for row in rows if row.verdict == risk_cascade.UNKNOWN and row.terms is not None)
    unknown += Partner.objects.filter(programme=programme, terms__isnull=True).count()
    said = []
    if flagged:
        said.append(f"Risk is passed down to {_counted(flagged, 'partner', 'partners')}. See what each rule says.")
    if unknown:
        said.append(f"{_counted(unknown, 'partner', 'partners')} cannot be judged yet: figures are missing.")
    return said


def mix_as_planned(programme: Programme, as_of: datetime.date) -> list[str]:
    """The mix of starts is within the tolerance of the plan, segment by segment."""
    page = plans.starts(programme, as_of, None, 0)
    if not page.total:
        return ["Nobody has started yet, so the mix of starts cannot be compared with the plan."]
    if not page.is_planned:
        return ["The contract plans no share of starts for its segments. Agree the shares in a version of it."]
    if page.tolerance is None:
        return ["How far the mix of starts may be from the plan is not stated. State it."]
    off = [f"{line.name} ({'more' if (line.difference or 0) > 0 else 'fewer'})" for line in page.off]
    return [f"Starts differ from the plan by more than was agreed: {', '.join(off)}."] if off else []


CHECKS: dict[str, Check] = {
    "staff_in_post": in_post,
    "caseloads_in_hand": caseloads_in_hand,
    "workforce_trained": workforce_trained,
    "risk_not_cascaded": risk_not_cascaded,
    "mix_as_planned": mix_as_planned,
}


def shortfalls(programme: Programme, as_of: datetime.date) -> dict[str, list[str]]:
    """By code of the criterion, what its records still lack."""
    return {code: check(programme, as_of) for code, check in CHECKS.items()}
