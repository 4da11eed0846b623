"""What the pages say of comparisons registered in advance, and of the verdicts on them, as a person may see them."""

import dataclasses
import itertools
from collections.abc import Mapping
from typing import Any

from contracts.domain import comparison_words, comparisons, words
from contracts.domain.comparisons import Comparison
from delivery.domain.suppression import Rule
from delivery.selectors import disclosure_rules
from govuk import charts, formats
from monitoring.domain import multiplicity, verdicts
from monitoring.models import Verdict
from monitoring.selectors import registered
from monitoring.selectors.figures import NOT_SHOWN, Audience
from monitoring.selectors.registered import Registered

COLOURS = {
    verdicts.Verdict.TOO_FEW: "grey",
    verdicts.Verdict.NO_CLEAR_DIFFERENCE: "blue",
    verdicts.Verdict.BETTER: "green",
    verdicts.Verdict.WORSE: "red",
}
STEPS = (
    ("submitted", "Sent in", "people who started in these periods"),
    ("eligible", "Eligible", "those of the segment asked about"),
    ("matched", "Matched", "those whose results were sent in since their follow-up ended"),
    ("analysed", "Analysed", "those with everything that the test needs"),
)


@dataclasses.dataclass(frozen=True)
class Shown:
    """A verdict in words. Where `hidden`, nothing is told that small counts could be read from."""

    verdict: Verdict
    asked: Registered
    hidden: bool
    adjusted: float | None = None

    @property
    def words(self) -> str:
        return verdicts.WORDS[verdicts.Verdict(self.verdict.verdict)]

    @property
    def colour(self) -> str:
        return COLOURS[verdicts.Verdict(self.verdict.verdict)]

    @property
    def meaning(self) -> str:
        if self.verdict.estimate is None:
            return "There are too few people, on one side or the other, to compare anything yet."
        return verdicts.MEANING[verdicts.Verdict(self.verdict.verdict)]

    @property
    def periods(self) -> str:
        codes = self.verdict.pool.split(",")
        return codes[0] if len(codes) == 1 else f"{codes[0]} to {codes[-1]} ({len(codes)} periods)"

    @property
    def span(self) -> str:
        """The first and the last period, as short as charts need it."""
        codes = self.verdict.pool.split(",")
        return codes[0] if len(codes) == 1 else f"{codes[0]}–{codes[-1]}"

    @property
    def seen(self) -> str:
        """What was seen against what, in one sentence with its interval."""
        if self.hidden:
            return f"{NOT_SHOWN}."
        one, asked = self.verdict, self.asked.comparison
        if one.estimate is None or one.comparator is None:
            return f"{words.plural(one.people, 'person').replace('persons', 'people')} so far."
        level = f"{formats.percent(float(one.level), 1).removesuffix('.0%').removesuffix('%')}%"
        against = f"{figure(asked, one.comparator)} {AGAINST[asked.against]}"
        return f"{self._counted()}, against {against}. {self._difference()} ({level} interval {self._interval()})."

    def _counted(self) -> str:
        one, asked = self.verdict, self.asked.comparison
        if asked.measure == comparisons.EVENTS:
            return f"{figure(asked, one.estimate)} per head of {one.people:,} people"
        verb = "improved reliably" if asked.measure == comparisons.IMPROVED else "achieved it"
        return f"{one.facts['achieved']:,} of {one.people:,} people ({figure(asked, one.estimate)}) {verb}"

    def _difference(self) -> str:
        one, asked = self.verdict, self.asked.comparison
        if one.null:
            return f"Ratio {float(one.size or 0):.2f}"
        return f"Difference {difference(asked, one.size)}"

    def _interval(self) -> str:
        one, asked = self.verdict, self.asked.comparison
        if one.null:
            return f"{float(one.low or 0):.2f} to {'no limit' if one.high is None else f'{float(one.high):.2f}'}"
        return f"{difference(asked, one.low)} to {difference(asked, one.high)}"

    @property
    def could_see(self) -> str:
        """What so many people could have shown, what matters, and how many people that would need."""
        one, asked = self.verdict, self.asked.comparison
        if self.hidden or one.detectable is None:
            return ""
        unit = words.percent if asked.measure == comparisons.EVENTS else _points
        text = f"That many people could have shown a difference of {unit(one.detectable)} or more"
        text += f"; {unit(asked.matters)} or more matters"
        if one.needed is None:
            return f"{text}."
        if asked.against == comparisons.CHANGE or asked.measure == comparisons.EVENTS:
            return f"{text}, which needs about {one.needed:,} people, if every group grew alike."
        each = " in each group" if asked.against == comparisons.GROUP else ""
        return f"{text}, which needs {one.needed:,} people{each}."

    @property
    def chance(self) -> str:
        """p, and p adjusted for all questions of the contract together."""
        if self.hidden or self.verdict.p is None:
            return ""
        adjusted = "" if self.adjusted is None else f"; {_p(self.adjusted)} when all questions are counted (Holm)"
        return f"{_p(float(self.verdict.p))}{adjusted}"

    @property
    def looks(self) -> str:
        one = self.verdict
        text = f"Look {one.look} of {one.looks_planned} planned"
        if one.look > one.looks_planned:
            text += ", beyond the plan: a clearer difference was asked for"
        return text

    @property
    def steps(self) -> list[tuple[str, str, int]]:
        """How many people there were at each step, from all sent in to those analysed."""
        return [] if self.hidden else [(name, what, self.verdict.facts[key]) for key, name, what in STEPS]

    @property
    def late(self) -> bool:
        """Whether the comparison was agreed when some of these people had started already."""
        return self.asked.at.date() > self.asked.since

    @property
    def moved(self) -> dict[str, int] | None:
        found: dict[str, int] | None = self.verdict.facts.get("moved")
        return None if self.hidden else found

    @property
    def paired(self) -> list[tuple[str, str]]:
        """Net events per head, and what the share and the frequency did to it."""
        found = self.verdict.facts.get("paired")
        if self.hidden or not found:
            return []
        rows = [
            ("Events per head", f"{found['seen']:.2f}, against {found['level']:.2f} without the programme"),
            (
                "Net events per head",
                f"{found['per_head']:+.2f} (95% interval {found['per_head_interval']['low']:+.2f} to "
                f"{found['per_head_interval']['high']:+.2f})".replace("-", "−"),
            ),
        ]
        if found["by_share"] is not None:
            rows.append(("By the share of people", f"{found['by_share']:+.2f}".replace("-", "−")))
            rows.append(("By how often each of them", f"{found['by_frequency']:+.2f}".replace("-", "−")))
        fewer = "fewer" if found["avoided"] >= 0 else "more"
        rows.append(("Events in all", f"{abs(found['avoided']):,.0f} {fewer} than without the programme"))
        return rows

    @property
    def opposed(self) -> bool:
        """Whether the share and the events per head moved opposite ways."""
        found = self.verdict.facts.get("paired")
        return bool(found and not self.hidden and found["share"] * found["per_head"] < 0)


AGAINST = {
    comparisons.FIXED: "as the fixed level",
    comparisons.GROUP: "in the other group",
    comparisons.CASE_MIX: "expected of people like these",
    comparisons.CHANGE: "had they changed as the others did",
}


def figure(asked: Comparison, value: Any) -> str:
    """A level in the unit of the measure."""
    return f"{float(value):.2f} events" if asked.measure == comparisons.EVENTS else formats.percent(float(value), 1)


def difference(asked: Comparison, value: Any) -> str:
    if asked.measure == comparisons.EVENTS:
        return f"{float(value or 0):+.2f} events per head".replace("-", "−")
    return formats.points(float(value or 0))


def _points(value: Any) -> str:
    return f"{float(value) * 100:.1f}".removesuffix(".0") + " points"


def _p(value: float) -> str:
    return "p below 0.001" if value < 0.001 else f"p = {value:.3f}"


@dataclasses.dataclass(frozen=True)
class Question:
    """A registered comparison with the verdicts that stand, the latest people first."""

    asked: Registered
    shown: list[Shown]

    @property
    def latest(self) -> Shown | None:
        return self.shown[0] if self.shown else None

    @property
    def rows(self) -> words.Rows:
        return comparison_words.rows(self.asked.comparison, self.asked.terms)


def questions(viewer: Audience) -> list[Question]:
    """Every comparison that stands, with its verdicts; p-values adjusted over the latest answer to each question."""
    asked = registered.standing(viewer.programme)
    standing = Verdict.objects.filter(programme=viewer.programme).standing().select_related("version", "judged_by")
    found: dict[str, list[Verdict]] = {}
    for one in standing:
        found.setdefault(one.comparison, []).append(one)
    for of_one in found.values():
        of_one.sort(key=lambda one: (one.look, one.pk), reverse=True)
    latest = [found[one.comparison.code][0] for one in asked if one.comparison.code in found]
    known = [one for one in latest if one.p is not None]
    adjusted = dict(
        zip([one.pk for one in known], multiplicity.holm([float(one.p or 0) for one in known]), strict=True)
    )
    rules = disclosure_rules.rules(viewer.programme)
    return [
        Question(
            one,
            [
                _shown(viewer, each, one, rules.of(one.comparison.outcome), adjusted if len(known) > 1 else {})
                for each in found.get(one.comparison.code, [])
            ],
        )
        for one in asked
    ]


def _shown(viewer: Audience, one: Verdict, asked: Registered, rule: Rule, adjusted: Mapping[int, float]) -> Shown:
    return Shown(one, asked, _is_hidden(viewer, one, rule), adjusted.get(one.pk))


def _is_hidden(viewer: Audience, one: Verdict, rule: Rule) -> bool:
    """Whether a small count could be read from the figures, or worked out between them, by somebody who may not.

    Where the source asks for rounding, exact counts are not told to them at all.
    """
    if viewer.sees_small and viewer.own is None:
        return False
    facts = one.facts
    steps = [facts[key] for key, _name, _what in STEPS]
    counts = [first - second for first, second in itertools.pairwise(steps)]
    for _code, people, achieved in [*facts["periods"], ("", one.people, facts["achieved"])]:
        counts += [people, achieved, people - achieved]
    if "moved" in facts:
        counts += list(facts["moved"].values())
    return rule.base > 1 or any(0 < count < rule.threshold for count in counts)


def chart(question: Question) -> charts.Chart | None:
    """The results of each pool with their intervals against the comparator; None where there is nothing to draw."""
    asked = question.asked.comparison
    drawn = [one for one in question.shown if one.verdict.estimate is not None and not one.verdict.null]
    if not drawn or asked.measure == comparisons.EVENTS:
        return None
    bars = [
        charts.Bar(one.span, None, note="too few to show")
        if one.hidden
        else charts.Bar(
            one.span,
            float(one.verdict.estimate or 0),
            float(one.verdict.comparator or 0),
            max(0.0, float((one.verdict.low or 0) + (one.verdict.comparator or 0))),
            min(1.0, float((one.verdict.high or 0) + (one.verdict.comparator or 0))),
        )
        for one in reversed(drawn)
    ]
    latest = drawn[0]
    return charts.horizontal_bars(
        title="Result and comparator",
        summary=f"{latest.periods}: {latest.words}. {latest.seen}",
        unit="percent",
        group_name="Started in",
        measure="Result",
        mark="Comparator",
        items=bars,
    )
