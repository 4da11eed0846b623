"""Comparisons registered in advance, in words: every figure and choice of them, by the labels of the form."""

from typing import TYPE_CHECKING

from contracts.domain import comparisons, panels, words
from contracts.domain.comparisons import Comparison, Counted, Panel

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

MEASURES = {
    comparisons.SHARE: "Share of people who achieve it",
    comparisons.EVENTS: "Events per head",
    comparisons.IMPROVED: "Share of people who improve reliably on the scale",
}
AGAINST = {
    comparisons.FIXED: "A fixed level",
    comparisons.GROUP: "Another group of people",
    comparisons.CASE_MIX: "What is expected of people like these (case-mix)",
    comparisons.CHANGE: "The change of others over the same time (difference-in-differences)",
}
POOLING = {
    comparisons.EACH: "The people who start in each period by themselves",
    comparisons.ALL: "All whose follow-up has ended together",
    comparisons.UNTIL_ENOUGH: "The oldest periods together until they have enough people, then the next",
}
TESTS = {
    comparisons.WILSON: "Wilson score interval of a share; exact where fewer than five are expected",
    comparisons.EXACT_BINOMIAL: "Exact binomial test with the Clopper–Pearson interval",
    comparisons.NEWCOMBE: "Newcombe's hybrid interval of the difference of two shares; Fisher's exact test where fewer "
    "than five are expected",
    comparisons.FISHER: "Fisher's exact test, with Newcombe's interval shown",
    comparisons.STANDARDISED: "Indirect standardisation by segment, exact Poisson limits",
    comparisons.MODEL_SCORED: "Each person's chance by the frozen logistic model, exact test",
    comparisons.DIFFERENCE_IN_DIFFERENCES: "Difference-in-differences of four shares",
    comparisons.PANEL_OF_PLACES: "Difference-in-differences over places (two or more on either side)",
    comparisons.PANEL_OF_PERIODS: "Difference-in-differences over periods (few places on one side)",
    comparisons.STUDENT: "Student's t over people, with their own variance; no surer than the exact Poisson test below "
    "five events",
    comparisons.POISSON: "Exact Poisson test (supposes that events come singly)",
    comparisons.NEGATIVE_BINOMIAL: "Negative-binomial rate ratio (events cluster in people)",
}


def level(one: Comparison) -> str:
    """The fixed level, in the unit of the measure."""
    if one.value is None:
        return ""
    if one.measure == comparisons.EVENTS:
        return f"{one.value.normalize():f} events per head"
    return words.percent(one.value)


def counted(one: Counted | None) -> str:
    if one is None:
        return ""
    text = f"{one.achieved:,} of {one.people:,} people"
    if one.events is not None:
        text += f", {one.events:,} events"
    if one.squares is not None:
        text += f", squares {one.squares:,}"
    return text


def matters(one: Comparison) -> str:
    unit = "of the events per head" if one.measure == comparisons.EVENTS else "points"
    figure = words.percent(one.matters)
    return f"{figure} {unit}" if one.measure == comparisons.EVENTS else f"{figure.removesuffix('%')} {unit}"


def pooled(one: Comparison) -> str:
    enough = f" ({one.enough:,} people)" if one.enough and one.pooling == comparisons.UNTIL_ENOUGH else ""
    return POOLING[one.pooling] + enough


def rows(one: Comparison, terms: "Terms") -> words.Rows:
    """Every statement of the comparison but its name; empty ones are left out."""
    found: words.Rows = [
        ("Outcome", words.outcome_name(terms, one.outcome)),
        ("Segment", words.segment_name(terms, one.segment) if one.segment else ""),
        ("What is measured", MEASURES[one.measure]),
        (
            "Figures are final" if one.panel else "Followed for",
            f"{words.plural(one.window_days, 'day')} "
            + ("after the end of each period" if one.panel else "from each person's start"),
        ),
        ("Compared with", AGAINST[one.against]),
        ("Fixed level", level(one)),
        ("The other group", counted(one.other)),
        ("Own people before", counted(one.before)),
        ("The others before", counted(one.other_before)),
        (
            "Metric of the places" if one.panel else "Metric of the others",
            next((each.name for each in terms.metrics if each.code == one.metric), one.metric),
        ),
        *(_panel(one.panel) if one.panel else ()),
        (
            "Expected by segment",
            words.listed(
                f"{words.segment_name(terms, each.segment)} {words.percent(each.share)}" for each in one.shares
            ),
        ),
        ("Model", _model(one)),
        (
            "Scale",
            f"Spread {one.scale.spread.normalize():f} points, reliability {one.scale.reliability.normalize():f}"
            if one.scale
            else "",
        ),
        ("Source", one.source),
        ("Test", TESTS[one.test]),
        ("Smallest difference that matters", matters(one)),
        ("Put together", pooled(one)),
        ("Looks planned", f"{one.looks}"),
        (
            "Told beside it",
            f"Events of “{words.outcome_name(terms, one.paired.outcome)}” per head; without the programme "
            f"{one.paired.per_head.normalize():f}"
            if one.paired
            else "",
        ),
    ]
    return [(label, text) for label, text in found if text]


def _panel(panel: Panel) -> words.Rows:
    return [
        ("Places with the programme", words.listed(place.name for place in panel.inside)),
        ("Places without it", words.listed(place.name for place in panel.outside)),
        (
            "Counted",
            f"Every {panels.MONTHS[panel.every]} from {panel.first:%-d %B %Y}; the programme runs from "
            f"{panel.since:%-d %B %Y} ({words.plural(panels.periods_before(panel), 'period')} before)",
        ),
    ]


def _model(one: Comparison) -> str:
    if one.model is None:
        return ""
    weights = words.listed(f"{name} × {weight.normalize():f}" for name, weight in one.model.terms)
    return f"Version {one.model.version}: log odds {one.model.intercept.normalize():f} + {weights}"
