"""Everything that the page of a version shows."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, User
from contracts import permissions
from contracts.domain import (
    assumption_words,
    characteristics,
    comparison_words,
    differences,
    metric_words,
    metrics,
    monitoring_words,
    rule_words,
    words,
)
from contracts.domain.clauses import Outcome, Segment, Target
from contracts.domain.comparisons import Comparison
from contracts.domain.metric_rules import MetricRule
from contracts.domain.period_rules import Floor, ServiceFee, VolumeBands
from contracts.domain.rates import RateTable
from contracts.domain.rules import KINDS, OutcomeFee, Rule, SustainmentFee, Weeks, for_segment
from contracts.domain.terms import Problem, Terms
from contracts.models import ContractVersion
from contracts.selectors import agreements, places, proposals, terms, versions
from govuk import charts
from stages.selectors import visits


@dataclasses.dataclass(frozen=True)
class OutcomeShown:
    outcome: Outcome
    six: tuple[characteristics.Characteristic, ...]
    rows: words.Rows

    @property
    def met(self) -> int:
        return sum(one.met for one in self.six)


@dataclasses.dataclass(frozen=True)
class PartyShown:
    section: str
    code: str
    name: str
    part: str
    share: str


@dataclasses.dataclass(frozen=True)
class RateCard:
    """Amounts by segment (rows) and start year (columns). None: nothing is agreed for it.

    `numbers` is the head of a further column with a number of weeks or steps for each row; empty where there is none.
    """

    title: str
    columns: list[str]
    rows: list[tuple[str, list[Decimal | None], int | None]]
    numbers: str = ""
    head: str = "Segment"


@dataclasses.dataclass(frozen=True)
class RuleShown:
    rule: Rule
    sentence: str
    conditions: words.Rows
    cards: list[RateCard]


@dataclasses.dataclass(frozen=True)
class TargetShown:
    target: Target
    outcome: str
    segment: str
    agent: str
    value: str
    minimum: str
    chart: charts.Chart | None

    @property
    def path_title(self) -> str:
        return f"Expected path and consequences: {self.target.code}"


@dataclasses.dataclass(frozen=True)
class VersionPage:
    """A version in words and figures, who agreed it, and what the viewer may do with it now."""

    version: ContractVersion
    terms: Terms
    state: str
    problems: list[Problem]
    signatories: list[agreements.Signatory]
    parties: list[PartyShown]
    outcomes: list[OutcomeShown]
    segments: list[tuple[Segment, str]]
    metrics: list[tuple[metrics.Metric, words.Rows]]
    comparisons: list[tuple[Comparison, words.Rows]]
    rules: list[RuleShown]
    caps: list[tuple[str, str]]
    payer_caps: list[tuple[str, str]]
    assumptions: words.Rows
    monitoring: words.Rows
    targets: list[TargetShown]
    header: words.Rows
    stage_open: bool
    may_edit: bool
    may_propose: bool
    may_send_back: bool
    earlier: int | None

    @property
    def to_do(self) -> list[tuple[str, str]]:
        """What keeps the draft from being proposed, each with the part of the page where it is put right."""
        return places.to_do(self.problems)

    @property
    def heading(self) -> str:
        return f"Version {self.version.number} of the contract"

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of payment rule that can be added, each with the words for its button."""
        return [(kind, f"Add {_article(name)}{name.lower()}") for kind, name in KINDS.items()]

    @property
    def periods_summary(self) -> str:
        periods = self.terms.periods
        days = f"{words.day(periods[0].starts_on)} to {words.day(periods[-1].ends_on)}"
        return f"{words.plural(len(periods), 'period')}, {days}"


def of(version: ContractVersion, viewer: User, today: datetime.date) -> VersionPage:
    """The page as the viewer sees it."""
    found, _ = terms.draft(version)
    programme = version.programme
    names = dict(Organisation.objects.filter(contract_parts__version=version).values_list("code", "name"))
    last = programme.contract_versions.agreed().order_by("-number").values_list("number", flat=True).first()
    is_open = visits.is_open(programme, 4)
    pending = version.agreed_at is None and is_open
    drafts = permissions.can(viewer, "contract.draft", programme)
    earlier = programme.contract_versions.filter(number__lt=version.number).order_by("-number").first()
    return VersionPage(
        version=version,
        terms=found,
        state=versions.state(version, today, last_number=last),
        problems=_problems(version, drafts=drafts),
        signatories=agreements.signatories(version, viewer),
        parties=_parties(found, names),
        outcomes=[_outcome(outcome, found) for outcome in found.outcomes],
        segments=[(segment, words.members(segment)) for segment in found.segments],
        metrics=[(metric, metrics.rows(metric)[1:]) for metric in found.metrics],
        comparisons=[(one, comparison_words.rows(one, found)) for one in found.comparisons],
        rules=[_rule(rule, found, names) for rule in found.rules],
        caps=[(cap.code, words.cap(cap, found)) for cap in found.caps],
        payer_caps=[(one.code, words.payer_cap(one, found, names.get(one.payer, ""))) for one in found.payer_caps],
        targets=[_target(target, found, names) for target in found.targets],
        assumptions=assumption_words.rows(found),
        monitoring=monitoring_words.rows(found.monitoring_rules),
        header=[row for row in differences.header(found).items() if row[0] not in ("Title", "Bank holidays")],
        stage_open=is_open,
        may_edit=pending and version.is_draft and drafts,
        may_propose=pending and version.is_draft and permissions.can(viewer, "contract.propose", programme),
        may_send_back=pending and not version.is_draft and permissions.can(viewer, "contract.send_back", programme),
        earlier=earlier.number if earlier else None,
    )


def _problems(version: ContractVersion, *, drafts: bool) -> list[Problem]:
    """What keeps a draft from being proposed; what statements say is told to those who draft it only."""
    if not version.is_draft:
        return []
    return proposals.problems(version) if drafts else proposals.problems_of_terms(version)


def _article(name: str) -> str:
    """What stands before the name of a kind of rule; nothing before several of a thing."""
    several = name.endswith("s") and not name.endswith("us")
    return "" if several else "an " if name[0] in "AEIOU" else "a "


def _parties(found: Terms, names: dict[str, str]) -> list[PartyShown]:
    principals = [
        PartyShown("principals", one.organisation, names[one.organisation], "Principal: pays", words.percent(one.share))
        for one in found.principals
    ]
    return principals + [PartyShown("agents", code, names[code], "Agent: is paid", "–") for code in found.agents]


def _outcome(outcome: Outcome, found: Terms) -> OutcomeShown:
    return OutcomeShown(outcome, characteristics.judge(outcome, found.segments), differences.outcome_rows(outcome)[1:])


def _rule(rule: Rule, found: Terms, names: dict[str, str]) -> RuleShown:
    if isinstance(rule, OutcomeFee):
        several = len(rule.routes) > 1
        tables: list[tuple[str, RateTable]] = [
            (f"“{words.outcome_name(found, route.outcome)}”" if several else "Amounts", route.rates)
            for route in rule.routes
        ]
        tables += [(f"Added for “{words.outcome_name(found, up.outcome)}”", up.rates) for up in rule.top_ups]
    elif isinstance(rule, MetricRule):
        only = words.listed(names.get(code, code) for code in rule.agents)
        said = [(label, only if label == "Only for" else text) for label, text in rule_words.conditions(rule, found)]
        conditions = [*said, *metric_words.rule_rows(rule, found)]
        return RuleShown(rule, rule_words.rule(rule, found), conditions, [])
    elif isinstance(rule, ServiceFee | VolumeBands | Floor):
        cards = [_plain_card(rule, names)]
        return RuleShown(rule, rule_words.rule(rule, found), rule_words.conditions(rule, found), cards)
    else:
        tables = [("Amounts", rule.rates)]
    cards = [rate_card(title, table, found) for title, table in tables]
    if isinstance(rule, SustainmentFee):
        cards[0] = rate_card("Amounts", rule.rates, found, "Most steps", rule.max_steps)
    elif isinstance(rule, OutcomeFee) and rule.qualifying_weeks:
        cards[0] = rate_card(tables[0][0], tables[0][1], found, "Weeks from the start", rule.qualifying_weeks)
    return RuleShown(rule, rule_words.rule(rule, found), rule_words.conditions(rule, found), cards)


def _plain_card(rule: ServiceFee | VolumeBands | Floor, names: dict[str, str]) -> RateCard:
    """The amounts of a rule that pays for periods: by agent, or by the place of a result in the volume."""
    rows: list[tuple[str, list[Decimal | None], int | None]]
    if isinstance(rule, VolumeBands):
        rows = [(f"From result {band.above + 1:,}", [band.amount], None) for band in rule.bands]
        return RateCard("Bands", ["For each result"], rows, head="Volume")
    whose = {None: "Every other agent"} | names
    rows = [(whose.get(one.agent, str(one.agent)), [one.amount], None) for one in rule.amounts]
    head = "Over the contract" if isinstance(rule, Floor) and rule.over != "period" else "For each period"
    return RateCard("The least" if isinstance(rule, Floor) else "Amounts", [head], rows, head="Agent")


def rate_card(title: str, table: RateTable, found: Terms, head: str = "", numbers: tuple[Weeks, ...] = ()) -> RateCard:
    """The amounts of a table as they were agreed, those for all others last."""
    named = {(rate.segment, rate.start_year): rate.amount for rate in table.rates}
    segments = [one.code for one in found.segments if any(key[0] == one.code for key in named)]
    rows: list[str | None] = [*segments, *([None] if any(key[0] is None for key in named) else [])]
    years = sorted({year for _, year in named if year is not None})
    columns: list[int | None] = [*years, *([None] if any(key[1] is None for key in named) else [])]
    everybody = "Every other segment" if segments else "Everybody"
    return RateCard(
        title=title,
        columns=[_column(table, year, bool(years)) for year in columns],
        rows=[
            (
                words.segment_name(found, segment) if segment else everybody,
                [named.get((segment, year)) for year in columns],
                for_segment(numbers, segment or ""),
            )
            for segment in rows
        ],
        numbers=head,
    )


def _column(table: RateTable, year: int | None, several: bool) -> str:
    if year is None:
        return "Other years of start" if several else "Amount"
    return f"Started in {words.start_year(table, year)}"


def _target(target: Target, found: Terms, names: dict[str, str]) -> TargetShown:
    return TargetShown(
        target=target,
        outcome=words.outcome_name(found, target.outcome),
        segment=words.segment_name(found, target.segment) if target.segment else "All",
        agent=names.get(target.agent, target.agent) if target.agent else "All together",
        value=words.target_level(target, target.value),
        minimum="–" if target.minimum is None else words.target_level(target, target.minimum),
        chart=maturity_chart(target, found),
    )


def maturity_chart(target: Target, found: Terms) -> charts.Chart | None:
    """The path that a cohort is expected to take to its final level, and to the least acceptable one."""
    if not target.maturity:
        return None
    points = [
        charts.Point(
            f"Day {point.days}",
            target=float(point.share * target.value),
            minimum=None if target.minimum is None else float(point.share * target.minimum),
        )
        for point in target.maturity
    ]
    first = target.maturity[0]
    level = words.target_level(target, target.value)
    options: dict[str, Any] = {"unit": "percent" if target.measure == "rate" else "count"}
    return charts.trajectory(
        title=f"Expected path: {words.outcome_name(found, target.outcome)}",
        summary=f"{words.percent(first.share)} of the final level by day {first.days}; "
        f"the whole, {level}, by day {target.maturity[-1].days}.",
        points=points,
        **options,
    )
