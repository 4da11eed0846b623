"""What the pages say of comparisons registered in advance, and of the verdicts on them, as a person may see them."""

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.domain import comparison_words, comparisons, words
from delivery.domain.suppression import Rule
from delivery.selectors import disclosure_rules
from govuk import charts
from monitoring.domain import multiplicity
from monitoring.models import Verdict
from monitoring.selectors import registered, verdict_rounding, verdict_shown
from monitoring.selectors.figures import Audience
from monitoring.selectors.registered import Registered
from monitoring.selectors.verdict_shown import Shown, in_words


@dataclasses.dataclass(frozen=True)
class Question:
    """A registered comparison with the verdicts that stand, the latest people first.

    `before`: what was registered by the same code and a later version ended, the newest first.
    """

    asked: Registered
    shown: list[Shown]
    before: "list[Question]" = dataclasses.field(default_factory=list)

    @property
    def latest(self) -> Shown | None:
        return self.shown[0] if self.shown else None

    @property
    def rows(self) -> words.Rows:
        return comparison_words.rows(self.asked.comparison, self.asked.terms)


def questions(viewer: Audience) -> list[Question]:
    """Every comparison that was ever registered, one a code, with its verdicts: those that stand first.

    p-values are adjusted over the latest answer to each registration, whether it stands or not.
    """
    asked = registered.every(viewer.programme)
    found = registered.answers(viewer.programme, asked)
    known = [of_one[0] for of_one in found if of_one and of_one[0].p is not None]
    adjusted = _adjusted(known) if len(known) > 1 else {}
    rules = disclosure_rules.rules(viewer.programme)
    by_code: dict[str, list[Question]] = {}
    for one, verdicts in zip(asked, found, strict=True):
        rule = rules.of(one.comparison.outcome)
        shown = [_shown(viewer, each, one, rule, adjusted) for each in verdicts]
        by_code.setdefault(one.comparison.code, []).append(Question(one, shown))
    return [dataclasses.replace(first, before=others) for first, *others in by_code.values()]


Chances = tuple[float, float]
"""p by Holm, and by Benjamini and Hochberg."""


def _adjusted(known: Sequence[Verdict]) -> dict[int, Chances]:
    """The chances of the latest answers with all of them counted, by the key of the verdict."""
    plain = [float(one.p or 0) for one in known]
    both = zip(multiplicity.holm(plain), multiplicity.benjamini_hochberg(plain), strict=True)
    return {one.pk: chances for one, chances in zip(known, both, strict=True)}


def _shown(viewer: Audience, one: Verdict, asked: Registered, rule: Rule, adjusted: Mapping[int, Chances]) -> Shown:
    holm, discovered = adjusted.get(one.pk, (None, None))
    if _is_exact(viewer):
        return Shown(one, asked, hidden=False, adjusted=holm, discovered=discovered)
    coarse = verdict_rounding.coarse(one, asked.comparison.measure)
    return Shown(coarse, asked, _is_hidden(one, rule), coarse=True)


def _is_exact(viewer: Audience) -> bool:
    """Whether they may see single records of everybody; all others read no counts of people."""
    return viewer.sees_small and viewer.own is None


def together(found: Sequence[Question]) -> list[tuple[str, str, str, str]]:
    """The chances of the latest answers side by side: of itself, by Holm, by Benjamini and Hochberg. Two or more."""
    rows = [
        (one.asked.comparison.name, float(one.latest.verdict.p), one.latest.adjusted, one.latest.discovered)
        for one in found
        if one.latest and not one.latest.hidden and one.latest.verdict.p is not None
    ]
    return [
        (name, in_words(p), in_words(holm), in_words(discovered))
        for name, p, holm, discovered in rows
        if holm is not None and discovered is not None
    ]


def _is_hidden(one: Verdict, rule: Rule) -> bool:
    """Whether a small count could be read from the figures, or worked out between them, by somebody who may not.

    Where the source asks for rounding, nothing is told to them at all.
    """
    facts = one.facts
    if "panel" in facts:
        return rule.base > 1 or _tells_of_few(facts["panel"], rule)
    steps = [facts[key] for key, _name, _what in verdict_shown.STEPS]
    counts = [first - second for first, second in itertools.pairwise(steps)]
    for _code, people, achieved in [*facts["periods"], ("", one.people, facts["achieved"])]:
        counts += [people, achieved, people - achieved]
    if "moved" in facts:
        counts += list(facts["moved"].values())
    return rule.base > 1 or any(0 < count < rule.threshold for count in counts)


def _tells_of_few(panel: Mapping[str, Any], rule: Rule) -> bool:
    """Whether any place had so few people, or so few of them counted or left, in any period."""
    figures = [figure for side in ("inside", "outside") for place in panel[side] for figure in place["figures"]]
    counts = [count for counted, people in figures for count in (counted, people, people - counted)]
    return any(0 < count < rule.threshold for count in counts)


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
        unit="whole_percent" if latest.coarse else "percent",
        group_name=latest.counted_in,
        measure="Result",
        mark="Comparator",
        items=bars,
    )
