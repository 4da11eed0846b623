"""What each rule of a simulated contract pays, and how often measured figures are paid by chance alone."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from contracts.domain import metric_words
from govuk import charts, formats
from payments.domain.simulation import questions
from payments.selectors import simulation_words as words
from payments.selectors.simulation_words import Figures, Row

BY_FIGURES = ("banded_metric", "cohort_reduction", "saving_share")


def by_rule(found: Mapping[str, Any], rules: list[list[str]]) -> Figures | None:
    """What each rule pays in each scenario; None for simulations of before this was kept."""
    rows = tuple(
        (name, *(words.likely(of["rules"][code]["pay"]) for of in found.values()))
        for code, name, _ in rules
        if all(code in of.get("rules", {}) for of in found.values())
    )
    return Figures("What each rule pays", _heads(found), rows) if rows else None


def chances(found: Mapping[str, Any], rules: list[list[str]]) -> charts.Chart | None:
    """How often each rule that pays by measured figures ever pays something; None where there is no such rule."""
    pays = {
        name: tuple(of["figures"][code]["pays"] for of in found.values())
        for code, name, kind in rules
        if kind in BY_FIGURES
    }
    if not pays:
        return None
    names = tuple(questions.SCENARIOS[code] for code in found)
    told = [
        f"{name}: {', '.join(f'{words.chance(share)} ({of.lower()})' for of, share in zip(names, shares, strict=True))}"
        for name, shares in pays.items()
    ]
    return charts.bars(
        title=gettext("In how many runs a rule pays something by its figures, at least once"),
        summary=f"{'; '.join(told)}.",
        unit="percent",
        series=names,
        groups=[charts.Group(words.short(name), shares) for name, shares in pays.items()],
        group_name="Rule",
    )


def takes(found: Mapping[str, Any], rules: list[list[str]]) -> Figures | None:
    """How often each rule that pays by measured figures ever takes something back; None where none does."""
    rows = tuple(
        (name, *(words.chance(of["figures"][code]["takes"]) for of in found.values()))
        for code, name, kind in rules
        if kind in BY_FIGURES and any(of["figures"][code]["takes"] for of in found.values())
    )
    return Figures("How often a rule takes something back, at least once", _heads(found), rows) if rows else None


def _heads(found: Mapping[str, Any]) -> Row:
    return ("Rule", *(questions.SCENARIOS[code] for code in found))


def noise(results: Mapping[str, Any]) -> tuple[str, ...]:
    """Of each rule that pays by measured figures: how often it pays although nothing changed. A sentence each."""
    nothing = results["scenarios"].get(questions.NULL)
    if nothing is None:
        return ()
    told = []
    for code, name, kind in results.get("rules", ()):
        if kind in BY_FIGURES:
            pays, mean = nothing["figures"][code]["pays"], nothing["rules"][code]["pay"]["mean"]
            often = "never pays anything when nothing changed"
            if pays:
                often = f"pays something although nothing changed in {words.chance(pays)} of runs"
            whole = f"takes {words.pounds(-mean)}" if mean < 0 else f"brings {words.pounds(mean)}"
            told.append(f"“{name}” {often}; over all runs it {whole} on average.")
    return tuple(told)


def of_metrics(results: Mapping[str, Any]) -> Figures | None:
    """At which figures of metrics agents break even."""
    named = {code: (name, is_share, unit) for code, name, is_share, unit in results.get("metrics", ())}
    rows = tuple(
        (named[code][0], *(_figure(value, *named[code][1:]) for value in (expected, even)))
        for code, expected, even in results["break_even"].get("metrics", ())
    )
    return Figures("Figures at which agents break even", ("", "Expected", "Break-even"), rows) if rows else None


def _figure(value: float, is_share: bool, unit: str) -> str:
    if is_share and abs(value) < metric_words.PERCENT_BELOW:
        return formats.percent(value, 1)
    told = f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < 1000 else f"{value:,.0f}"
    return f"{told} {unit}".rstrip()
