"""The findings dashboard of one programme: the answer first, then the evidence."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import Organisation
from contracts.models import ContractVersion, Period, Segment
from dashboards.selectors import (
    findings_answers,
    findings_effect,
    findings_evidence,
    findings_money,
    findings_quality,
    findings_voices,
)
from dashboards.selectors.findings_answers import Answer, Dropped
from dashboards.selectors.findings_effect import Effect
from dashboards.selectors.findings_evidence import Evidence, Names
from dashboards.selectors.findings_money import Money, TakenOff
from dashboards.selectors.findings_quality import Quality
from dashboards.selectors.findings_voices import Heard
from govuk import formats
from monitoring.models import Measurement, MonitorRun
from monitoring.selectors import figures, kept, watched
from monitoring.selectors.figures import Audience, Selection
from payments.selectors import amounts
from stages.models import Finding, Programme

NO_LONGER = f" – {watched.DROPPED.lower()}"
Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
Pair = tuple[str, str]


@dataclasses.dataclass(frozen=True)
class Asked:
    """What the address asks for; None stands for all, or for the latest."""

    target: str | None = None
    agent: str | None = None
    segment: str | None = None
    period: str | None = None


@dataclasses.dataclass(frozen=True)
class Choices:
    """What may be asked for: codes with names."""

    targets: list[Pair]
    agents: list[Pair]
    segments: list[Pair]
    periods: list[Pair]


@dataclasses.dataclass(frozen=True)
class Known:
    """All that is read of the programme before anything is narrowed."""

    viewer: Audience
    standing: list[Measurement]
    names: Names
    periods: list[Period]
    last_run: MonitorRun | None

    @property
    def choices(self) -> Choices:
        judged: dict[str, str] = {}
        targets: dict[str, str] = {}
        for one in self.standing:
            days = formats.days(one.period.starts_on, one.period.ends_on)
            judged[one.period.code] = f"{one.period.code} ({days})"
            is_watched = one.target.code in self.viewer.watched
            targets[one.target.code] = figures.label_of(one.target) + ("" if is_watched else NO_LONGER)
        agents = {code: name for code, name in self.names.agents.items() if self.viewer.may_name(code)}
        return Choices(
            list(targets.items()), list(agents.items()), list(self.names.segments.items()), list(judged.items())[::-1]
        )


@dataclasses.dataclass(frozen=True)
class Page:
    """What the page shows. Without any measurement `answers` is empty and `evidence` None."""

    headline: str
    period: date | None
    answers: list[Answer]
    dropped: list[Dropped]
    evidence: Evidence | None
    money: Money
    taken_off: TakenOff | None
    effect: Effect
    quality: Quality | None
    voices: list[Heard]
    questions: list[Finding]
    own_only: bool
    sees_claims: bool
    narrowed_to: str | None
    rules_in_words: tuple[str, ...]

    @property
    def shows_dropped(self) -> bool:
        """Whether the evidence is of a target that the contract names no longer."""
        return self.evidence is not None and self.evidence.target.code in [one.target.code for one in self.dropped]

    def table(self, name: str) -> Table | None:
        """The figures behind a part of the page, for the CSV file of that name."""
        if name == "answers":
            return _answers_table(self.answers)
        if name == "money" and self.money.chart:
            return self.money.chart.columns, self.money.chart.rows
        if name == "verdicts":
            return findings_effect.COLUMNS, self.effect.rows
        if name == "voices":
            return findings_voices.COLUMNS, tuple(one.row for one in self.voices)
        if name == "causes" and self.quality:
            return findings_quality.CAUSE_COLUMNS, self.quality.rows
        if name == "checks" and self.quality:
            return findings_quality.CHECK_COLUMNS, self.quality.checks
        return self._evidence_table(name)

    def _evidence_table(self, name: str) -> Table | None:
        if self.evidence is None:
            return None
        if name == "cohorts":
            return findings_evidence.COHORT_COLUMNS, self.evidence.cohorts
        chart = {
            "trajectory": self.evidence.trajectory,
            "agents": self.evidence.agents,
            "funnel": self.evidence.funnel,
            "segments": self.evidence.segments,
            "control": self.evidence.control,
            "maturity": self.evidence.curve,
        }.get(name)
        return (chart.columns, chart.rows) if chart else None


def known(viewer: Audience) -> Known:
    """Read the programme in a number of queries that grows neither with people nor with claims."""
    programme = viewer.programme
    standing = [one for one in viewer.measurements if viewer.may_see(one.target)]
    return Known(
        viewer=viewer,
        standing=standing,
        names=_names(standing),
        periods=list(Period.objects.filter(programme=programme).order_by("starts_on")),
        last_run=MonitorRun.objects.filter(programme=programme).order_by("-id").first(),
    )


def _names(standing: Sequence[Measurement]) -> Names:
    agents: set[str] = set()
    for one in standing:
        agents.update(cell[0] for cell in one.details["cells"])
    versions = {one.target.version_id for one in standing}
    segments = Segment.objects.filter(version__in=versions).order_by("version", "position")
    organisations = Organisation.objects.filter(code__in=agents).order_by("name")
    return Names(
        dict(organisations.values_list("code", "name")),
        dict(segments.values_list("code", "name")),
    )


def page(have: Known, asked: Asked) -> Page:
    """The page for what was asked. What does not exist, or may not be seen, is taken as not asked."""
    viewer = have.viewer
    standing = _up_to(have.standing, asked.period)
    selection = _selection(viewer, asked)
    standing = [one for one in standing if selection.meets(figures.scope_of(one.target))]
    last = standing[-1].period if standing else None
    until = next((one.ends_on for one in have.periods if one.code == asked.period), None)
    now, before = watched.split(standing, watched.of(viewer.programme, until) if until else viewer.watched)
    stated = amounts.shown(viewer.programme)
    lines = findings_money.priced(viewer, stated)
    found, dropped = findings_answers.answers(now, selection, viewer, lines), findings_answers.dropped(before)
    codes = [*(answer.target.code for answer in found), *(one.target.code for one in dropped)]
    code = asked.target if asked.target in codes else next(iter(codes), None)
    version = _version(viewer.programme, last.ends_on if last else None)
    return Page(
        headline=_narrowed(have.names, asked) + findings_answers.headline(found, last) if last and found else "",
        period=last.ends_on if last else None,
        answers=found,
        dropped=dropped,
        evidence=findings_evidence.evidence(standing, code, selection, viewer, have.names) if code else None,
        money=findings_money.money(viewer, stated, have.periods, version, asked.agent),
        taken_off=findings_money.taken_off(viewer, asked.agent),
        effect=findings_effect.effect(viewer, lines),
        quality=findings_quality.quality(viewer, asked.agent),
        voices=findings_voices.by_stage(
            viewer.programme, {number for one in found if one.is_off for number, _name, _why in one.stages}
        ),
        questions=findings_answers.open_questions(viewer),
        own_only=viewer.own is not None,
        sees_claims=viewer.sees_small,
        narrowed_to=asked.agent,
        rules_in_words=() if viewer.sees_small else (*viewer.hidden.rules.words, *kept.of_periods(standing)),
    )


def _narrowed(names: Names, asked: Asked) -> str:
    """Of whom the headline speaks, where not of everybody."""
    chosen = [names.agents.get(asked.agent or ""), names.segments.get(asked.segment or "")]
    named = ", ".join(name for name in chosen if name)
    return f"{named}: " if named else ""


def _up_to(standing: Sequence[Measurement], period: str | None) -> list[Measurement]:
    ends = {one.period.code: one.period.ends_on for one in standing}
    last = ends.get(period or "")
    return [one for one in standing if last is None or one.period.ends_on <= last]


def _selection(viewer: Audience, asked: Asked) -> Selection:
    agents = frozenset({asked.agent}) if asked.agent else viewer.own
    return Selection(agents, asked.segment) if agents or asked.segment else figures.EVERYBODY


def _version(programme: Programme, day: date | None) -> ContractVersion | None:
    if day is None:
        return None
    return programme.contract_versions.in_force(day).first()


def _answers_table(found: Sequence[Answer]) -> Table:
    columns = (
        "Target", "What", "Period", "Status", "Actual", "95% interval", "Expected", "Minimum",
        "Chance of so far off a result if on profile", "Stages questioned",
    )  # fmt: skip
    rows = tuple(
        (
            one.target.code,
            one.label,
            one.reading.period,
            one.status[0],
            one.actual,
            one.interval,
            one.expected,
            one.minimum,
            one.chance,
            ", ".join(str(number) for number, _name, _why in one.stages) if one.is_off else "",
        )
        for one in found
    )
    return columns, rows


def asked(cleaned: Mapping[str, str]) -> Asked:
    """From the cleaned data of the filter form."""
    return Asked(*(cleaned.get(name) or None for name in ("target", "agent", "segment", "period")))
