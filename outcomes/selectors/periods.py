"""The periods of a programme: from when to when their rows are taken, which are closed, and for whom they stay open."""

import dataclasses
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import localtime

from accounts.models import Organisation, User
from contracts.models import Party, Period
from outcomes import permissions
from outcomes.domain import windows
from outcomes.domain.problems import PERIOD_CLOSED, WINDOW_NOT_OPEN, WINDOW_OVER
from outcomes.domain.windows import Standing
from outcomes.models import LateException, PeriodClosing, Submission, SubmissionWindow
from stages.models import Programme

OPEN, TO_COME, OVER, CLOSED, RUNNING = "open", "to_come", "over", "closed", "no_window"
STATES = (
    (OPEN, "Rows are taken"),
    (RUNNING, "Rows are taken, without an end"),
    (TO_COME, "Rows are not taken yet"),
    (OVER, "The window is over"),
    (CLOSED, "Closed"),
)
COLOURS = {OPEN: "green", RUNNING: "green", TO_COME: "grey", OVER: "yellow", CLOSED: "blue"}
BY_REFUSAL = {PERIOD_CLOSED: CLOSED, WINDOW_NOT_OPEN: TO_COME, WINDOW_OVER: OVER}


@dataclasses.dataclass(frozen=True)
class Shown:
    """A period as pages show it."""

    period: Period
    window: SubmissionWindow | None
    closing: PeriodClosing | None
    exceptions: list[LateException]
    state: str
    has_ended: bool

    @property
    def state_words(self) -> str:
        return dict(STATES)[self.state]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


def find(programme: Programme, code: str) -> Period:
    """The period; its page does not exist where the programme has none of this code."""
    found = Period.objects.filter(programme=programme, code=code).first()
    if found is None:
        raise Http404("No such period")
    return found


def every(programme: Programme) -> QuerySet[Period]:
    """The periods, the latest first."""
    return Period.objects.filter(programme=programme).order_by("-starts_on")


def shown(viewer: User, programme: Programme, periods: Iterable[Period], today: date) -> list[Shown]:
    """The periods as they stand. Of exceptions, agents see those of their own organisation."""
    periods = list(periods)
    windows_of = _windows(periods)
    closings = {one.period_id: one for one in _closings(periods)}
    named = _exceptions(periods)
    seen = {one.pk for one in permissions.agents_seen(viewer, programme, {one.agent for one in named})}
    return [
        Shown(
            period,
            windows_of.get(period.pk),
            closings.get(period.pk),
            [one for one in named if one.period_id == period.pk and one.agent_id in seen],
            _state(period, windows_of.get(period.pk), closings.get(period.pk), today),
            period.ends_on < today,
        )
        for period in periods
    ]


def standings(programme: Programme, agent: Organisation) -> list[Standing]:
    """How each period that has any limit stands for one agent."""
    periods = list(Period.objects.filter(programme=programme).order_by("starts_on"))
    return [one for one in standings_of(periods, agent) if one.has_limits]


def standings_of(periods: list[Period], agent: Organisation | None = None) -> list[Standing]:
    """How the periods stand, in the same order: for one agent, or for all without an exception."""
    windows_of = _windows(periods)
    closings = {one.period_id: one for one in _closings(periods)}
    late = {one.period_id: one.until for one in _exceptions(periods) if agent is not None and one.agent_id == agent.pk}
    return [
        _standing(period, windows_of.get(period.pk), closings.get(period.pk), late.get(period.pk)) for period in periods
    ]


def as_initial(found: Shown) -> dict[str, date]:
    """What the form of a window begins with: the window that counts, or the days of the period."""
    if found.window is not None:
        return {"opens_on": found.window.opens_on, "closes_on": found.window.closes_on}
    return {"opens_on": found.period.starts_on}


def unfinished(programme: Programme) -> int:
    """How many files are still being accepted."""
    return Submission.objects.filter(programme=programme).unfinished().count()


def still_open(period: Period, today: date) -> list[str]:
    """What speaks against closing the period now, in sentences; it may be closed all the same unless it runs."""
    said = []
    if waiting := unfinished(period.programme):
        said.append(f"{waiting} {'file is' if waiting == 1 else 'files are'} still being accepted.")
    window = _windows([period]).get(period.pk)
    if window is not None and today <= window.closes_on:
        said.append(f"Agents may send rows until {window.closes_on:%d/%m/%Y} and are cut off before.")
    rejected = Submission.objects.filter(
        programme=period.programme, status__in=[Submission.Status.PARTLY, Submission.Status.REJECTED]
    ).filter(submitted_at__date__gte=period.starts_on)
    if count := rejected.count():
        files = "file has" if count == 1 else "files have"
        said.append(f"{count} {files} rejected rows. Their agents may have rows of this period to correct.")
    return said


def agents(programme: Programme) -> QuerySet[Organisation]:
    """The agents of the contract, for a form to choose from."""
    party = Party.objects.filter(version__programme=programme, version__agreed_at__isnull=False, role=Party.Role.AGENT)
    return Organisation.objects.filter(pk__in=party.values("organisation")).order_by("name")


def latest_exception(period: Period, agent: Organisation) -> LateException | None:
    """The exception that counts for the agent."""
    return LateException.objects.filter(period=period, agent=agent).order_by("-pk").first()


def _windows(periods: list[Period]) -> dict[int, SubmissionWindow]:
    found = SubmissionWindow.objects.filter(period__in=periods).select_related("set_by")
    return {one.period_id: one for one in found.order_by("period", "-pk").distinct("period")}


def _closings(periods: list[Period]) -> QuerySet[PeriodClosing]:
    return PeriodClosing.objects.filter(period__in=periods).select_related("closed_by")


def _exceptions(periods: list[Period]) -> list[LateException]:
    found = LateException.objects.filter(period__in=periods).select_related("agent", "granted_by")
    latest = found.order_by("period", "agent", "-pk").distinct("period", "agent")
    return sorted(latest, key=lambda one: (one.agent.name, one.pk))


def _standing(
    period: Period, window: SubmissionWindow | None, closing: PeriodClosing | None, late_until: date | None = None
) -> Standing:
    return Standing(
        period.code,
        period.starts_on,
        period.ends_on,
        opens_on=window.opens_on if window else None,
        closes_on=window.closes_on if window else None,
        closed_on=localtime(closing.closed_at).date() if closing else None,
        late_until=late_until,
    )


def _state(period: Period, window: SubmissionWindow | None, closing: PeriodClosing | None, today: date) -> str:
    refusal = windows.refusal_of(_standing(period, window, closing), today)
    if refusal is not None:
        return BY_REFUSAL[refusal.code]
    return OPEN if window else RUNNING
