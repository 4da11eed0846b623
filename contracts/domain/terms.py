"""The terms of a contract version: what others price, judge and explain from.

A document (the section “contract” of a programme pack, or one of its versions) is read by `parse_contract` and
`parse`. They raise `TermsError` with every problem found, each with its path, its code and its cure.
"""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from contracts.domain import (
    checks,
    monitoring_rules,
    reading_assumptions,
    reading_clauses,
    reading_comparisons,
    reading_eligibility,
    reading_indexation,
    reading_metric_rules,
    reading_payer_caps,
    reading_rules,
)
from contracts.domain.assumptions import NO_ASSUMPTIONS, Assumptions
from contracts.domain.clauses import (
    PLAIN_CALENDAR,
    AgreementRecord,
    Baseline,
    Calendar,
    Cap,
    MaturityPoint,
    Outcome,
    Period,
    Principal,
    QuestionedStage,
    Segment,
    Target,
)
from contracts.domain.comparisons import Comparison
from contracts.domain.eligibility import EVERYBODY, Eligibility
from contracts.domain.indexation import Indexation
from contracts.domain.metric_rules import BandedMetric, CohortReduction, MetricRule, SavingShare
from contracts.domain.metrics import Metric
from contracts.domain.monitoring_rules import DEFAULTS, MonitoringRules
from contracts.domain.payer_caps import PayerCap
from contracts.domain.period_rules import Accelerator, AgentAmount, Band, Floor, PriceStep, ServiceFee, VolumeBands
from contracts.domain.problems import Problem, Reader, TermsError
from contracts.domain.rates import Rate, RateTable
from contracts.domain.rules import (
    NO_DEADWEIGHT,
    AttachmentFee,
    Before,
    Bonus,
    Deadweight,
    OutcomeFee,
    Route,
    Rule,
    SustainmentFee,
    TopUp,
    Weeks,
    for_segment,
    outcomes_of,
)

__all__ = [
    "Accelerator", "AgentAmount", "AgreementRecord", "AttachmentFee", "Band", "BandedMetric", "Baseline", "Before",
    "Bonus", "Calendar", "Cap", "CohortReduction", "Comparison", "Contract", "Deadweight", "Floor", "MaturityPoint",
    "Metric", "MetricRule", "Outcome", "OutcomeFee", "PayerCap", "Period", "PriceStep", "Principal", "Problem",
    "QuestionedStage", "Rate", "RateTable", "Route", "Rule", "SavingShare", "Segment", "ServiceFee", "SustainmentFee",
    "Target", "Terms", "TermsError", "TopUp", "VolumeBands", "Weeks", "for_segment", "outcomes_of", "parse",
    "parse_contract", "parse_draft",
]  # fmt: skip

# What a draft may still have, and a proposal not. Everything else is refused at once, so that rows always fit together.
DRAFT_MAY_HAVE = frozenset(
    {"incomplete", "shares_not_whole", "unpriced_segment", "cap_below_payment", "steps_beyond_outcome",
     "unreachable_segments", "no_school_terms"}
)  # fmt: skip
MOST_EVIDENCE_MONTHS = 600
ROUNDING = ("half_up", "half_even")
ROUNDING_AT = ("line", "total")


@dataclasses.dataclass(frozen=True)
class Terms:
    """One contract version, whole and checked. Organisations are named by code; both ends of dates are included.

    `evidence_months`: how long files of evidence are kept after the last payment; None where nothing is agreed.
    """

    number: int
    title: str
    effective_from: datetime.date
    effective_to: datetime.date | None = None
    summary: str = ""
    currency: str = "GBP"
    rounding: str = "half_up"
    rounding_at: str = "line"
    calendar: Calendar = PLAIN_CALENDAR
    periods: tuple[Period, ...] = ()
    principals: tuple[Principal, ...] = ()
    agents: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    rules: tuple[Rule, ...] = ()
    caps: tuple[Cap, ...] = ()
    targets: tuple[Target, ...] = ()
    assumptions: Assumptions = NO_ASSUMPTIONS
    metrics: tuple[Metric, ...] = ()
    indexation: Indexation | None = None
    payer_caps: tuple[PayerCap, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    eligibility: Eligibility = EVERYBODY
    monitoring_rules: MonitoringRules = DEFAULTS
    evidence_months: int | None = None

    def outcome(self, code: str) -> Outcome:
        """The outcome of this code. Raises KeyError where there is none."""
        return {outcome.code: outcome for outcome in self.outcomes}[code]

    def rule(self, code: str) -> Rule:
        """The rule of this code. Raises KeyError where there is none."""
        return {rule.code: rule for rule in self.rules}[code]

    def metric(self, code: str) -> Metric:
        """The metric of this code. Raises KeyError where there is none."""
        return {metric.code: metric for metric in self.metrics}[code]

    def segment_of(self, attributes: Mapping[str, object]) -> str:
        """The first segment, in the contract's order, that takes these attributes; empty where none does."""
        return next((segment.code for segment in self.segments if segment.takes(attributes)), "")

    def deadweight_of(self, rule: Rule) -> Deadweight:
        """The deadweight of a rule: its own, or that of its (main) outcome; none by default for starts and periods."""
        if rule.deadweight is not None:
            return rule.deadweight
        if isinstance(rule, AttachmentFee | ServiceFee | VolumeBands | Bonus | Floor | MetricRule):
            return NO_DEADWEIGHT
        return self.outcome(rule.outcome).deadweight

    def in_force(self, day: datetime.date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclasses.dataclass(frozen=True)
class Contract:
    """The section “contract” of a pack: the versions in order, each with the agreements that it has."""

    versions: tuple[Terms, ...] = ()
    agreements: tuple[tuple[AgreementRecord, ...], ...] = ()


def parse(document: Mapping[str, Any]) -> Terms:
    """The terms that one version's document states. Raises `TermsError` with everything that is wrong."""
    terms, found = read(document)
    if found:
        raise TermsError(found)
    return terms


def parse_draft(document: Mapping[str, Any]) -> tuple[Terms, list[Problem]]:
    """The terms of a draft, and what still keeps it from being proposed. Raises `TermsError` on anything worse."""
    terms, found = read(document)
    if worse := [problem for problem in found if problem.code not in DRAFT_MAY_HAVE]:
        raise TermsError(worse)
    return terms, found


def parse_contract(section: Mapping[str, Any]) -> Contract:
    """The whole section. Versions without periods of their own have those of the section.

    The last version, as long as nobody has agreed it, may be an unfinished draft.
    """
    found: list[Problem] = []
    reader = Reader(section, "", found)
    periods = tuple(reading_clauses.period(inner) for inner in reader.readers("periods"))
    checks.check_periods(reader, periods)
    versions, agreements = [], []
    for inner in reader.readers("versions"):
        agreements.append(tuple(reading_clauses.agreement(entry) for entry in inner.readers("agreements")))
        before = len(found)
        versions.append(_version(inner, periods))
        if not agreements[-1] and len(versions) == len(reader.value["versions"]):
            found[before:] = [problem for problem in found[before:] if problem.code not in DRAFT_MAY_HAVE]
    reader.finish()
    checks.check_sequence(reader, [(terms.number, terms.effective_from, terms.effective_to) for terms in versions])
    if found:
        raise TermsError(found)
    return Contract(tuple(versions), tuple(agreements))


def read(document: Mapping[str, Any]) -> tuple[Terms, list[Problem]]:
    """What could be read of the terms, and everything that is wrong with them."""
    found: list[Problem] = []
    terms = _version(Reader(document, "", found), ())
    return terms, found


def _version(reader: Reader, periods: tuple[Period, ...]) -> Terms:
    number = reader.integer("number", least=1, most=9_999, default=1) or 1
    has_own_periods = "periods" in reader.value
    own = tuple(reading_clauses.period(inner) for inner in reader.readers("periods"))
    terms = Terms(
        number=number,
        title=reader.text("title", required=True, at_most=200),
        summary=reader.text("summary"),
        effective_from=reader.date("effective_from") or datetime.date.min,
        effective_to=reader.date("effective_to", required=False),
        currency=reader.choice("currency", ("GBP",), default="GBP"),
        rounding=reader.choice("rounding", ROUNDING, default="half_up"),
        rounding_at=reader.choice("rounding_at", ROUNDING_AT, default="line"),
        calendar=reading_clauses.calendar(reader.inner("calendar")),
        periods=own if has_own_periods else periods,
        principals=tuple(map(reading_clauses.principal, reader.readers("principals"))),
        agents=reader.codes("agents"),
        segments=tuple(map(reading_clauses.segment, reader.readers("segments"))),
        outcomes=tuple(map(reading_clauses.outcome, reader.readers("outcomes"))),
        metrics=tuple(map(reading_metric_rules.metric, reader.readers("metrics"))),
        rules=tuple(_rules(reader)),
        caps=tuple(map(reading_clauses.cap, reader.readers("caps"))),
        targets=tuple(map(reading_clauses.target, reader.readers("targets"))),
        payer_caps=tuple(map(reading_payer_caps.read, reader.readers("payer_caps"))),
        comparisons=tuple(map(reading_comparisons.read, reader.readers("comparisons"))),
    )
    if reader.raw("assumptions") is not None:
        terms = dataclasses.replace(terms, assumptions=_assumptions(reader.inner("assumptions"), terms))
    if reader.raw("indexation") is not None:
        terms = dataclasses.replace(terms, indexation=reading_indexation.read(reader.inner("indexation")))
    if reader.raw("eligibility") is not None:
        terms = dataclasses.replace(terms, eligibility=reading_eligibility.read(reader.inner("eligibility")))
    months = reader.integer("evidence_months", least=1, most=MOST_EVIDENCE_MONTHS)
    terms = dataclasses.replace(terms, evidence_months=months)
    if reader.raw("monitoring_rules") is not None:
        found = monitoring_rules.read(reader.inner("monitoring_rules"))
        terms = dataclasses.replace(terms, monitoring_rules=found)
    reader.finish()
    checks.check_version(reader, terms)
    return terms


def _assumptions(reader: Reader, terms: Terms) -> Assumptions:
    return reading_assumptions.read(
        reader,
        outcomes={outcome.code for outcome in terms.outcomes},
        segments={segment.code for segment in terms.segments},
        metrics=terms.metrics,
    )


def _rules(reader: Reader) -> list[Rule]:
    read_rules = [reading_rules.read(inner) for inner in reader.readers("rules")]
    return [rule for rule in read_rules if rule is not None]
