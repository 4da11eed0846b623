"""Measured figures: which the contract waits for, which were reported, and which of them count."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.http import Http404

from accounts.models import Organisation, User
from contracts.domain import metric_words
from contracts.domain.metrics import Metric
from contracts.selectors import terms, versions
from govuk import spreadsheets
from outcomes import permissions
from outcomes.domain import figures
from outcomes.domain.figures import Key, Wanted
from outcomes.models import Measurement, MeasurementDecision
from outcomes.models.measurements import MeasurementQuerySet
from stages.models import Programme

EVERYBODY = "everybody"
CONFIRMED, REFUSED, WAITING, CORRECTED = "confirmed", "refused", "waiting", "corrected"
STATES = ((WAITING, "To be confirmed"), (CONFIRMED, "Confirmed"), (REFUSED, "Refused"), (CORRECTED, "Corrected later"))
COLOURS = {WAITING: "yellow", CONFIRMED: "green", REFUSED: "red", CORRECTED: "grey"}


@dataclasses.dataclass(frozen=True)
class Shown:
    """A figure as pages show it."""

    measurement: Measurement
    metric: str
    figure: str
    state: str
    covers: str

    @property
    def state_words(self) -> str:
        return dict(STATES)[self.state]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def whose(self) -> str:
        return self.measurement.agent.name if self.measurement.agent else "All agents"


@dataclasses.dataclass(frozen=True)
class Awaited:
    """A figure that the contract waits for, with the name of the agent, and whether the viewer may report it."""

    wanted: Wanted
    whose: str
    may_report: bool

    @property
    def code(self) -> str:
        """The agent as addresses name it."""
        return self.wanted.agent or EVERYBODY


def wanted(programme: Programme) -> dict[Key, Wanted]:
    """Every figure that a rule of an agreed version needs."""
    agreed = [terms.of(version) for version in versions.all_agreed(programme) if version.metrics]
    if not any(figures.looks_at_metrics(one) for one in agreed):
        return {}
    return figures.wanted(agreed, programme.periods.order_by("starts_on").values_list("code", "ends_on"))


def awaited(programme: Programme, viewer: User, today: date) -> list[Awaited]:
    """What is due and was not reported yet, the longest overdue first. Agents see what is theirs, and what is all's."""
    needed = wanted(programme)
    if not needed:
        return []
    known = reported(programme)
    due = [one for key, one in needed.items() if key not in known and (one.due_on is None or one.due_on <= today)]
    named = {one.code: one for one in Organisation.objects.filter(code__in={one.agent for one in due if one.agent})}
    sees = permissions.agents_seen(viewer, programme, named.values())
    found = []
    for one in sorted(due, key=lambda one: (one.due_on or date.min, one.metric.name, one.covers, one.agent or "")):
        agent = named[one.agent] if one.agent else None
        if agent is None or agent in sees:
            may = permissions.may_report(viewer, programme, agent)
            found.append(Awaited(one, agent.name if agent else "All agents", may))
    return found


def reported(programme: Programme) -> frozenset[Key]:
    """Every figure that was reported, whatever became of it."""
    first = Measurement.objects.filter(programme=programme, supersedes=None)
    return frozenset(first.values_list("metric", "agent__code", "covers"))


def missing(programme: Programme, as_of: date) -> list[Wanted]:
    """What is due before the day and has no confirmed figure, the longest overdue first."""
    needed = wanted(programme)
    if not needed:
        return []
    known = {(one.metric, one.agent_id, one.covers) for one in counting(programme)}
    keys = dict(Organisation.objects.filter(code__in={key[1] for key in needed if key[1]}).values_list("code", "pk"))
    due = [one for one in needed.values() if one.due_on is not None and one.due_on < as_of]
    late = [one for one in due if (one.metric.code, keys.get(one.agent or ""), one.covers) not in known]
    return sorted(late, key=lambda one: (one.due_on or date.min, one.metric.name, one.covers))


def latest(programme: Programme, metric: str, agent: Organisation | None, covers: str) -> Measurement | None:
    """The latest figure for it, whatever was decided."""
    found = Measurement.objects.filter(programme=programme, metric=metric, agent=agent, covers=covers)
    return found.order_by("-pk").first()


def search(viewer: User, programme: Programme, *, q: str = "", state: str = "") -> MeasurementQuerySet:
    """The figures that the viewer may see, the latest first."""
    found = Measurement.objects.filter(programme=programme).visible_to(viewer)
    if q:
        codes = [metric.code for metric in metrics(programme).values() if q.lower() in metric.name.lower()]
        named = Q(covers__icontains=q) | Q(agent__name__icontains=q) | Q(source__icontains=q)
        found = found.filter(named | Q(metric__icontains=q) | Q(metric__in=codes))
    if state in (CONFIRMED, REFUSED):
        found = found.filter(decision__kind=state)
    elif state == WAITING:
        found = found.filter(decision=None, corrected_by=None)
    elif state == CORRECTED:
        found = found.filter(corrected_by__isnull=False)
    return found.select_related("agent", "decision", "reported_by", "corrected_by").order_by("-pk")


def metrics(programme: Programme) -> dict[str, Metric]:
    """The metrics of the agreed versions by code, as the latest declares them."""
    return {one.code: one for version in versions.all_agreed(programme) for one in terms.of(version).metrics}


def shown(found: Measurement, declared: dict[str, Metric], named: Mapping[str, str] = MappingProxyType({})) -> Shown:
    """`named`: what figures cover, in words, where they have any."""
    metric = declared.get(found.metric)
    name = metric.name if metric else found.metric
    return Shown(found, name, figure_words(found, metric), state_of(found), named.get(found.covers, found.covers))


def figure_words(found: Measurement, metric: Metric | None) -> str:
    """A figure as people read it: 47 ÷ 160 (29.375%), 250 ÷ 100 (2.5), or 5.5 days."""
    if found.denominator is not None:
        value = exact(found)
        ratio = metric_words.rounded(value, as_percent=metric is not None and metric_words.in_percent(metric, value))
        return f"{plain(found.numerator)} ÷ {plain(found.denominator)} ({ratio})"
    return f"{plain(found.value)} {metric.unit if metric else ''}".strip()


def plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    return f"{number.normalize():,f}" if number else "0"


def exact(found: Measurement) -> Fraction:
    """The figure itself, without any rounding."""
    if found.numerator is not None and found.denominator is not None:
        return Fraction(found.numerator) / Fraction(found.denominator)
    return Fraction(found.value or 0)


def state_of(found: Measurement) -> str:
    decision = getattr(found, "decision", None)
    if decision is not None and decision.kind == REFUSED:
        return REFUSED
    if getattr(found, "corrected_by", None) is not None:
        return CORRECTED
    return CONFIRMED if decision is not None else WAITING


def find(viewer: User, programme: Programme, pk: int) -> Measurement:
    """The figure, if the viewer may see it; otherwise the page does not exist for them."""
    related = ("programme", "agent", "decision__decided_by", "reported_by", "corrected_by", "supersedes")
    seen = Measurement.objects.filter(programme=programme, pk=pk).visible_to(viewer)
    found = seen.select_related(*related).first()
    if found is None:
        raise Http404("No such figure")
    return found


def history(found: Measurement) -> list[Measurement]:
    """Every figure reported for the same, the latest first."""
    same = Measurement.objects.filter(
        programme=found.programme, metric=found.metric, agent=found.agent, covers=found.covers
    )
    return list(same.select_related("decision__decided_by", "reported_by", "corrected_by", "agent").order_by("-pk"))


def together(viewer: User, found: Measurement) -> list[Measurement]:
    """The figures reported at the same moment by the same person, as by a file, that the viewer may see."""
    same = Measurement.objects.filter(
        programme=found.programme, reported_by=found.reported_by, reported_at=found.reported_at
    )
    related = ("programme", "agent", "decision__decided_by", "reported_by", "corrected_by")
    return list(same.visible_to(viewer).select_related(*related).order_by("pk"))


def batch(viewer: User, together: list[Measurement]) -> dict[str, Any]:
    """What the page of figures reported together shows."""
    programme = together[0].programme
    declared, named = metrics(programme), names(programme)
    rows = [shown(one, declared, named) for one in together]
    waiting = [one for one in rows if one.state == WAITING]
    may_decide = bool(waiting) and all(permissions.may_decide(viewer, one.measurement) for one in waiting)
    return {"rows": rows, "first": together[0], "waiting": len(waiting), "may_decide": may_decide}


def names(programme: Programme) -> dict[str, str]:
    """What figures cover, in words: cohorts by their names, places of a panel with their periods."""
    return {covers: one.name for (_metric, _agent, covers), one in wanted(programme).items()}


def to_fill_in(awaited: Iterable[Awaited], today: date) -> list[tuple[str, ...]]:
    """A row for each figure that the viewer may report, by `outcomes.domain.figure_files.COLUMNS`."""
    return [
        (
            one.wanted.metric.code, one.wanted.covers, spreadsheets.safe(one.wanted.name), one.wanted.agent or "",
            *[""] * 4, f"{today:%Y-%m-%d}", spreadsheets.safe(one.wanted.metric.source), "",
        )
        for one in awaited
        if one.may_report
    ]  # fmt: skip


def counting(programme: Programme) -> list[Measurement]:
    """Of each metric, agent and what it covers, the latest figure that was confirmed: what is paid by."""
    confirmed = Measurement.objects.filter(programme=programme, decision__kind=MeasurementDecision.Kind.CONFIRMED)
    return list(confirmed.order_by("metric", "agent", "covers", "-pk").distinct("metric", "agent", "covers"))


def as_facts(found: Measurement) -> dict[str, Any]:
    """The figure in an audit row."""
    return {
        "metric": found.metric,
        "agent": found.agent.code if found.agent else None,
        "covers": found.covers,
        **{name: None if (number := getattr(found, name)) is None else str(number) for name in NUMBERS},
        "measured_on": found.measured_on,
        "source": found.source,
        "reason": found.reason,
    }


NUMBERS = ("value", "numerator", "denominator")


def agent_of(programme: Programme, whose: str) -> Organisation | None:
    """The agent that an address names; None for all of them. The page does not exist for anybody else."""
    if whose == EVERYBODY:
        return None
    found = Organisation.objects.filter(code=whose, contract_parts__version__programme=programme).first()
    if found is None:
        raise Http404("No such agent")
    return found


def find_wanted(programme: Programme, metric: str, agent: Organisation | None, covers: str) -> Wanted:
    """The figure that a rule needs; its page does not exist where no rule does."""
    found = wanted(programme).get((metric, agent.code if agent else None, covers))
    if found is None:
        raise Http404("No rule looks at such a figure")
    return found


def metric_of(found: Measurement) -> Metric:
    """The metric as the latest agreed version declares it."""
    declared = metrics(found.programme)
    if found.metric not in declared:
        raise Http404("The contract no longer declares this metric")
    return declared[found.metric]


def rules_of(found: Measurement) -> tuple[str, ...]:
    """The names of the rules that look at the figure."""
    key = (found.metric, found.agent.code if found.agent else None, found.covers)
    one = wanted(found.programme).get(key)
    return one.rules if one else ()


def may_decide(viewer: User, found: Measurement) -> bool:
    """Whether the viewer may decide on the figure now."""
    return state_of(found) == WAITING and permissions.may_decide(viewer, found)


def as_initial(found: Measurement) -> dict[str, Any]:
    numbers = {name: plain(number).replace(",", "") for name in NUMBERS if (number := getattr(found, name)) is not None}
    return {**numbers, "measured_on": found.measured_on, "source": found.source, "evidence": found.evidence}
