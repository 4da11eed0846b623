"""What the monitor needs to know of programmes before it counts: periods, the targets in force, segments, last run."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Organisation
from contracts.domain import monitoring_rules
from contracts.domain.monitoring_rules import MonitoringRules
from contracts.models import ContractVersion, Party, Period, Segment, Target
from monitoring.domain.evidence import Span
from monitoring.models import MonitorRun
from stages.models import Programme

FOR_EVER = 36_500
TARGET_FIELDS = (
    "version", "code", "measure", "period", "value", "minimum", "maturity", "questions_stages",
    "outcome__code", "outcome__name", "outcome__direction", "outcome__window_days", "outcome__max_per_participant",
    "segment__code", "segment__name", "agent__code", "agent__name",
)  # fmt: skip
"""What is read of a target: the long texts of an outcome's definition are left out."""


@dataclass
class Brief:
    """One programme: its complete periods, those ahead in order, agreed versions from the latest on, their targets and
    segments, the agents that each names, its last run, and the names of agents by code, for sentences."""

    programme: Programme
    spans: list[Span] = field(default_factory=list)
    ahead: list[Period] = field(default_factory=list)
    versions: list[ContractVersion] = field(default_factory=list)
    targets: dict[int, list[Target]] = field(default_factory=lambda: defaultdict(list))
    segments: dict[int, list[Segment]] = field(default_factory=lambda: defaultdict(list))
    named: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    last_run: MonitorRun | None = None
    agents: Mapping[str, str] = field(default_factory=dict)
    _rules: dict[int, MonitoringRules] = field(default_factory=dict)

    def version_on(self, day: date) -> ContractVersion | None:
        """The agreed version in force on the day."""
        return next(
            (
                version
                for version in self.versions
                if version.effective_from <= day and (version.effective_to is None or day <= version.effective_to)
            ),
            None,
        )

    def rules_for(self, span: Span) -> MonitoringRules:
        """The lines of monitoring of the version in force on the period's last day."""
        version = self.version_on(span.ends_on)
        if version is None:
            return monitoring_rules.DEFAULTS
        if version.pk not in self._rules:
            self._rules[version.pk] = monitoring_rules.of_document(version.monitoring_rules)
        return self._rules[version.pk]

    def names(self, agents: Iterable[str]) -> str:
        """The agents, given by their codes, as people know them."""
        return ", ".join(self.agents.get(code, code) for code in agents)

    def outcomes(self, measure: str) -> dict[str, int]:
        """The outcomes that any target measures so, and how often a person may achieve them in any agreed version."""
        most: dict[str, int] = {}
        for target in (target for found in self.targets.values() for target in found if target.measure == measure):
            outcome = target.outcome
            most[outcome.code] = max(outcome.max_per_participant, most.get(outcome.code, 1))
        return most

    @property
    def longest_window(self) -> int:
        """For how many days people are followed, by any target; where one has no window, for ever."""
        windows = [target.outcome.window_days for found in self.targets.values() for target in found]
        return max((FOR_EVER if days is None else days for days in windows), default=FOR_EVER)

    def agents_who_left(self) -> dict[str, date]:
        """The agents that the last agreed version names no more, each with the last day on which one did."""
        if not self.versions:
            return {}
        staying = set(self.named[self.versions[0].pk])
        last: dict[str, date] = {}
        for version in reversed(self.versions):
            last |= dict.fromkeys(self.named[version.pk], version.effective_to or date.max)
        return {agent: day for agent, day in last.items() if agent not in staying}

    @functools.cached_property
    def watched(self) -> frozenset[str]:
        """The codes of the targets that the version in force at the end of the last period judged names."""
        last = next((span for span in reversed(self.spans) if self.targets_for(span)), None)
        version = self.version_on(last.ends_on) if last else None
        return frozenset(one.code for one in self.targets[version.pk]) if version else frozenset()

    def targets_for(self, span: Span) -> list[Target]:
        """The targets of the version in force on the period's last day, without those of other periods alone."""
        version = self.version_on(span.ends_on)
        return [one for one in self.targets[version.pk] if one.period in ("", span.code)] if version else []


def spans(periods: Iterable[Period]) -> list[Span]:
    """The periods in order, each with its place."""
    ordered = sorted(periods, key=lambda period: period.starts_on)
    return [Span(one.pk, one.code, place, one.starts_on, one.ends_on) for place, one in enumerate(ordered)]


def load(programmes: Sequence[Programme], as_of: date) -> dict[int, Brief]:
    """The brief of each programme, by key, in a fixed number of queries. Periods ending after `as_of` are left out."""
    found = {programme.pk: Brief(programme) for programme in programmes}
    periods: dict[int, list[Period]] = defaultdict(list)
    for period in Period.objects.filter(programme__in=found).order_by("starts_on"):
        of_programme = found[period.programme_id]
        (periods[period.programme_id] if period.ends_on <= as_of else of_programme.ahead).append(period)
    for key, brief in found.items():
        brief.spans = spans(periods[key])
    agreed = ContractVersion.objects.filter(programme__in=found, agreed_at__isnull=False)
    by_version = {}
    for version in agreed.order_by("-effective_from"):
        by_version[version.pk] = found[version.programme_id]
        found[version.programme_id].versions.append(version)
    targets = Target.objects.filter(version__in=by_version).select_related("outcome", "segment", "agent")
    for target in targets.only(*TARGET_FIELDS).order_by("position"):
        by_version[target.version_id].targets[target.version_id].append(target)
    parties = Party.objects.filter(version__in=by_version, role=Party.Role.AGENT)
    for named_in, agent in parties.values_list("version", "organisation__code"):
        by_version[named_in].named[named_in].append(agent)
    for segment in Segment.objects.filter(version__in=by_version).order_by("position"):
        by_version[segment.version_id].segments[segment.version_id].append(segment)
    last = MonitorRun.objects.filter(programme__in=found).order_by("programme_id", "-id").distinct("programme_id")
    for run in last:
        found[run.programme_id].last_run = run
    return found


def agent_names() -> dict[str, str]:
    """The name of every organisation, by code."""
    return dict(Organisation.objects.values_list("code", "name"))


def agent_codes() -> dict[int, str]:
    """The code of every organisation, by key."""
    return dict(Organisation.objects.values_list("pk", "code"))
