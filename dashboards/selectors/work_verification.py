"""Drawn claims that wait for the person: to check, to look at a second time, to show evidence for, to decide."""

from collections import Counter, defaultdict
from datetime import date

from django.urls import reverse

from accounts.models import Role
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter, Urgency
from outcomes.models import SampleItem
from outcomes.selectors import sample_items
from outcomes.selectors.sample_items import Stated

WORDS = {
    sample_items.TO_CHECK: ("Claims to check", "Check them against the evidence"),
    sample_items.TO_CONFIRM: ("Failures to look at again", "Say whether you agree"),
    sample_items.APPEALED: ("Appeals to decide", "Decide them: you have not decided on these claims before"),
    sample_items.ASKED: ("Evidence to show", "Answer the verifier"),
}


def of_samples(viewer: Viewer) -> list[Matter]:
    """One matter for each running plan and each thing to do, with the number of claims."""
    verifies = _running(viewer, Role.VERIFIER).filter(sample_items.may_be_decided_by(viewer.user))
    commissions = _running(viewer, Role.COMMISSIONER).exclude(plan__programme__in=viewer.where(Role.VERIFIER))
    decides = commissions.filter(sample_items.may_be_decided_by(viewer.user))
    programmes = viewer.where(Role.AGENT)
    asked = _running(viewer, Role.AGENT).filter(claim__agent__in=viewer.agencies(programmes))
    found = [
        *_matters(verifies.exclude(state=sample_items.ASKED), viewer),
        *_matters(decides.filter(state=sample_items.APPEALED), viewer),
        *_matters(asked.filter(state=sample_items.ASKED), viewer),
    ]
    return sorted(found, key=lambda one: one.url)


def _running(viewer: Viewer, role: Role) -> Stated:
    return sample_items.with_state(SampleItem.objects.filter(plan__programme__in=viewer.where(role), plan__end=None))


def _matters(found: Stated, viewer: Viewer) -> list[Matter]:
    counted: Counter[tuple[int, str]] = Counter()
    plans: dict[int, tuple[str, str, str, int]] = {}
    due: defaultdict[tuple[int, str], date] = defaultdict(lambda: date.max)
    columns = (
        "plan", "state", "plan__due_on", "ask_due", "plan__name", "plan__programme__name", "plan__programme__slug",
        "plan__number",
    )  # fmt: skip
    for plan, state, plan_due, ask_due, *named in found.values_list(*columns):
        counted[plan, state] += 1
        plans[plan] = tuple(named)
        due[plan, state] = min(due[plan, state], ask_due if state == sample_items.ASKED else plan_due)
    return [_matter(state, number, plans[plan], due[plan, state], viewer) for (plan, state), number in counted.items()]


def _matter(state: str, number: int, plan: tuple[str, str, str, int], by_date: date, viewer: Viewer) -> Matter:
    kind, do = WORDS[state]
    name, programme, slug, plan_number = plan
    return Matter(
        urgency=Urgency.OVERDUE if by_date < viewer.today else Urgency.SOON,
        kind=kind,
        colour="blue",
        title=f"{name}: {number:,} {'claim' if number == 1 else 'claims'}",
        programme=programme,
        url=f"{reverse('outcomes:item_list', args=[slug, plan_number])}?state={state}",
        do=do,
        by_date=by_date,
    )
