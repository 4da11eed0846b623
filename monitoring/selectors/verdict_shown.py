"""A verdict in words, as a person may see it."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils.timezone import localdate

from contracts.domain import comparisons, words
from contracts.domain.comparisons import Comparison, Panel
from delivery.domain.suppression import NOT_SHOWN
from govuk import formats
from monitoring.domain import verdicts
from monitoring.models import Verdict
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
    """A verdict in words. Where `hidden`, nothing is told that small counts could be read from.

    Where `coarse`, the verdict is one without counts of people (see `verdict_rounding`).

    `adjusted` and `discovered` are p with all questions of the contract counted, by Holm and by Benjamini and Hochberg.
    """

    verdict: Verdict
    asked: Registered
    hidden: bool
    adjusted: float | None = None
    discovered: float | None = None
    coarse: bool = False

    @property
    def said(self) -> verdicts.Verdict:
        """What may be said: a verdict bounds the figures that it rests on, so that hidden ones have none to show."""
        return verdicts.Verdict.TOO_FEW if self.hidden else verdicts.Verdict(self.verdict.verdict)

    @property
    def words(self) -> str:
        return "Not shown" if self.hidden else verdicts.WORDS[self.said]

    @property
    def colour(self) -> str:
        return COLOURS[self.said]

    @property
    def panel(self) -> Panel | None:
        """The panel that was judged, where it was one."""
        return self.asked.comparison.panel if "panel" in self.verdict.facts else None

    @property
    def counted_in(self) -> str:
        """What the periods of the verdict are."""
        return "Periods since the start" if self.panel else "People who started in"

    @property
    def meaning(self) -> str:
        if self.hidden:
            return "Too few people stand behind it, or could be worked out from it, to show what came of it."
        if self.panel:
            return verdicts.MEANING_OF_PANELS[self.said]
        if self.verdict.estimate is None:
            return "There are too few people, on one side or the other, to compare anything yet."
        return verdicts.MEANING[self.said]

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
            if self.coarse:
                return "Too few people to compare so far."
            return f"{words.plural(one.people, 'person').replace('persons', 'people')} so far."
        level = f"{formats.percent(float(one.level), 1).removesuffix('.0%').removesuffix('%')}%"
        against = f"{self._figure(one.comparator)} {AGAINST[asked.against]}"
        return f"{self._counted()}, against {against}. {self._difference()} ({level} interval {self._interval()})."

    def _counted(self) -> str:
        one, asked = self.verdict, self.asked.comparison
        if self.panel:
            places = words.plural(len(self.panel.inside), "place")
            return f"{self._figure(one.estimate)} on average in the {places} with the programme"
        if asked.measure == comparisons.EVENTS:
            return f"{self._figure(one.estimate)} per head" + ("" if self.coarse else f" of {one.people:,} people")
        verb = "improved reliably" if asked.measure == comparisons.IMPROVED else "achieved it"
        if self.coarse:
            return f"{self._figure(one.estimate)} of the people {verb}"
        return f"{one.facts['achieved']:,} of {one.people:,} people ({self._figure(one.estimate)}) {verb}"

    def _difference(self) -> str:
        one = self.verdict
        if one.null:
            return f"Ratio {self._number(one.size)}"
        return f"Difference {self._difference_of(one.size)}"

    def _interval(self) -> str:
        one = self.verdict
        if one.null:
            return f"{self._number(one.low)} to {'no limit' if one.high is None else self._number(one.high)}"
        return f"{self._difference_of(one.low)} to {self._difference_of(one.high)}"

    def _figure(self, value: Any) -> str:
        return figure(self.asked.comparison, value, 0 if self.coarse else 1)

    def _difference_of(self, value: Any) -> str:
        return difference(self.asked.comparison, value, 0 if self.coarse else 1)

    def _number(self, value: Any) -> str:
        return f"{float(value or 0):.{1 if self.coarse else 2}f}"

    @property
    def could_see(self) -> str:
        """What so many people could have shown, what matters, and how many people that would need."""
        one, asked = self.verdict, self.asked.comparison
        if self.hidden or one.detectable is None:
            return ""
        unit = words.percent if asked.measure == comparisons.EVENTS else _points
        if self.panel:
            return self._could_see_of(self.panel, unit)
        text = f"That many people could have shown a difference of {unit(one.detectable)} or more"
        text += f"; {unit(asked.matters)} or more matters"
        if one.needed is None:
            return f"{text}."
        if asked.against == comparisons.CHANGE or asked.measure == comparisons.EVENTS:
            return f"{text}, which needs about {one.needed:,} people, if every group grew alike."
        each = " in each group" if asked.against == comparisons.GROUP else ""
        return f"{text}, which needs {one.needed:,} people{each}."

    def _could_see_of(self, panel: Panel, unit: Callable[[Any], str]) -> str:
        one, asked = self.verdict, self.asked.comparison
        by_places = asked.test == comparisons.PANEL_OF_PLACES
        what = "places" if by_places else "periods"
        number = len(panel.inside) + len(panel.outside) if by_places else len(one.facts["panel"]["periods"])
        return (
            f"{number:,} {what} could have shown a difference of {unit(one.detectable)} or more; {unit(asked.matters)} "
            f"or more matters, which needs about {one.needed:,} {what}, if they vary as these do."
        )

    @property
    def chance(self) -> str:
        """p, and p adjusted for all questions of the contract together."""
        if self.hidden or self.verdict.p is None:
            return ""
        text = in_words(float(self.verdict.p))
        if self.adjusted is None or self.discovered is None:
            return text
        return (
            f"{text}; when all questions are counted {in_words(self.adjusted)} (Holm), and {in_words(self.discovered)} "
            "for the share of false findings (Benjamini and Hochberg)"
        )

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
        if self.hidden or self.coarse or self.panel:
            return []
        return [(name, what, self.verdict.facts[key]) for key, name, what in STEPS]

    @property
    def late(self) -> bool:
        """Whether the comparison was agreed when some of these people had started already."""
        return localdate(self.asked.at) > self.asked.begins_on

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
        places = 1 if self.coarse else 2
        rows = [
            (
                "Events per head",
                f"{found['seen']:.{places}f}, against {found['level']:.2f} without the programme",
            ),
            (
                "Net events per head",
                f"{found['per_head']:+.{places}f} (95% interval {found['per_head_interval']['low']:+.{places}f} to "
                f"{found['per_head_interval']['high']:+.{places}f})".replace("-", "−"),
            ),
        ]
        if found["by_share"] is not None:
            rows.append(("Of that, from how many people had any", f"{found['by_share']:+.{places}f}".replace("-", "−")))
            rows.append(
                (
                    "Of that, from how often each of them had one",
                    f"{found['by_frequency']:+.{places}f}".replace("-", "−"),
                )
            )
        if self.coarse:
            return rows
        fewer = "fewer" if found["avoided"] >= 0 else "more"
        rows.append(("Events in all", f"{abs(found['avoided']):,.0f} {fewer} than without the programme"))
        return rows

    @property
    def is_told(self) -> bool:
        """Whether there are figures, and they may be seen."""
        return not self.hidden and self.verdict.estimate is not None

    def as_document(self) -> dict[str, Any]:
        """The verdict for machines: exact figures as text, null where they are not shown."""
        one = self.verdict
        exact = ("estimate", "comparator", "size", "low", "high", "p", "detectable")
        return {
            "periods": one.pool.split(","),
            "verdict": self.said.value,
            **{name: getattr(one, name) for name in ("look", "looks_planned", "as_of", "test", "method")},
            **{name: None if self.hidden else _text(getattr(one, name)) for name in exact},
            "people": None if self.hidden or self.coarse else one.people,
            "needed": None if self.hidden else one.needed,
            "level": str(one.level),
            "p_holm": None if self.hidden else self.adjusted,
            "p_benjamini_hochberg": None if self.hidden else self.discovered,
            "words": self.words,
            "seen": self.seen,
            "hidden": self.hidden,
            "inputs": one.inputs or None,
            "judged_at": one.judged_at,
        }

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


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def figure(asked: Comparison, value: Any, places: int = 1) -> str:
    """A level in the unit of the measure: percentages with so many places, events with one more."""
    is_events = asked.measure == comparisons.EVENTS
    return f"{float(value):.{places + 1}f} events" if is_events else formats.percent(float(value), places)


def difference(asked: Comparison, value: Any, places: int = 1) -> str:
    if asked.measure == comparisons.EVENTS:
        return f"{float(value or 0):+.{places + 1}f} events per head".replace("-", "−")
    return formats.points(float(value or 0), places)


def _points(value: Any) -> str:
    return f"{float(value) * 100:.1f}".removesuffix(".0") + " points"


def in_words(p: float) -> str:
    """A p-value: “p = 0.012”."""
    return "p below 0.001" if p < 0.001 else f"p = {p:.3f}"
