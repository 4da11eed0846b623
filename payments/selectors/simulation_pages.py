"""What the page of a simulation shows: figures by scenario, the course of one scenario, and what follows from both."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from govuk import charts, formats
from payments.domain.simulation import questions
from payments.models import Simulation
from payments.selectors import simulation_rules
from payments.selectors import simulation_words as words
from payments.selectors.simulation_words import Figures, Row

MOST_POINTS = 26
BEHAVIOURS = {
    "plain": ("Plain conduct", "Everybody is served as expected."),
    "cream": ("Creaming", "Half of the places of {worst} go to {best}."),
    "park": ("Parking", "Half of {worst} are enrolled, cost nothing and are left alone."),
    "bunch": ("Bunching", "Results of every second period are held back and claimed at the start of the next."),
}


@dataclasses.dataclass(frozen=True)
class Page:
    scenario: str
    scenarios: tuple[tuple[str, str], ...]
    meaning: str
    headlines: tuple[tuple[str, str, str], ...]
    overview: Figures
    course: tuple[charts.Chart, ...]
    caps: Figures | None
    rules: Figures | None
    chances: charts.Chart | None
    takes: Figures | None
    noise: tuple[str, ...]
    segments: Figures
    margins: charts.Chart
    break_even: str
    break_even_rates: Figures | None
    break_even_figures: Figures | None
    deadweight: str
    gaming: Figures | None
    left_out: tuple[str, ...]


def page(simulation: Simulation, wanted: str = "") -> Page:
    """A finished simulation. `wanted` names the scenario whose course is shown; the first one where it is not known."""
    results: dict[str, Any] = simulation.results or {}
    found = scenarios(results)
    names, rules = dict(results["segments"]), results.get("rules", [])
    scenario = wanted if wanted in found else next(iter(found))
    of = found[scenario]
    return Page(
        scenario=scenario,
        scenarios=tuple((code, questions.SCENARIOS[code]) for code in found),
        meaning=questions.MEANINGS[scenario],
        headlines=_headlines(of),
        overview=overview(results),
        course=_course(of, capital(simulation)),
        caps=_caps(found, dict(results.get("caps", ()))),
        rules=simulation_rules.by_rule(found, rules),
        chances=simulation_rules.chances(found, rules),
        takes=simulation_rules.takes(found, rules),
        noise=simulation_rules.noise(results),
        segments=_segments(of, names),
        margins=_margins(of, names),
        break_even=break_even(results),
        break_even_rates=_rates(results),
        break_even_figures=simulation_rules.of_metrics(results),
        deadweight=deadweight(results),
        gaming=_gaming(results),
        left_out=tuple(results["left_out"]),
    )


def scenarios(results: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of each scenario, in the order in which they are told."""
    return {code: results["scenarios"][code] for code in questions.SCENARIOS if code in results["scenarios"]}


def capital(simulation: Simulation) -> float | None:
    stated = simulation.inputs["terms"].get("assumptions", {}).get("working_capital")
    return None if stated is None else float(stated)


def _headlines(of: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    deepest = date.fromisoformat(of["months"][of["trough_month"]])
    return (
        (words.pounds(of["pay"]["middle"]), "Cost to the principal", words.between(of["pay"])),
        (words.pounds(of["margin"]["middle"]), "Left to the agents", words.between(of["margin"])),
        (
            words.pounds(of["trough"]["middle"]),
            "Deepest point of the agents' cash",
            f"{words.between(of['trough'])}; around {deepest:%B %Y}",
        ),
    )


def overview(results: Mapping[str, Any]) -> Figures:
    """The same figures for every scenario, one column each."""
    found = scenarios(results)

    def row(name: str, told: Any) -> Row:
        return (name, *(told(of) for of in found.values()))

    return Figures(
        "Scenarios side by side",
        ("", *(questions.SCENARIOS[code] for code in found)),
        (
            row("Cost to the principal", lambda of: words.likely(of["pay"])),
            row("What serving people costs the agents", lambda of: words.likely(of["spent"])),
            row("Left to the agents", lambda of: words.likely(of["margin"])),
            row("Chance that the agents lose money", lambda of: words.chance(of["loss"])),
            row("Deepest point of the agents' cash", lambda of: words.likely(of["trough"])),
            row("Chance that it is deeper than their working capital", lambda of: words.chance(of["beyond_capital"])),
            row("Starts", lambda of: words.number(of["starts"])),
            *(
                row(f"Verified results: {name}", lambda of, code=code: words.number(of["results"][code]))
                for code, name in results["outcomes"]
            ),
        ),
    )


def _course(of: Mapping[str, Any], working_capital: float | None) -> tuple[charts.Chart, ...]:
    months = [date.fromisoformat(day) for day in of["months"]]
    step = -(-len(months) // MOST_POINTS)
    shown = [place for place in range(len(months)) if (len(months) - 1 - place) % step == 0]
    pay, owed, trough = of["pay"], of["liability"], of["trough"]
    most = [
        max(range(max(place - step + 1, 0), place + 1), key=lambda month: (owed["high"][month], month))
        for place in shown
    ]  # of the months that one point stands for, the one with the most owed
    bears = "" if working_capital is None else f" The agents' working capital is {words.pounds(working_capital)}."
    return (
        _bands(
            gettext("Cost to the principal, so far"), "Cost", of["cost"], months, shown,
            f"What falls due adds up to {words.pounds(pay['middle'])}, and to {words.between(pay)}.",
        ),
        _bands(
            gettext("Owed and not yet paid, at the end of the month"), "Owed", owed, months, most,
            f"Up to {words.pounds(max(owed['middle']))} is owed at once, and in one run of ten up to "
            f"{words.pounds(max(owed['high']))}.",
        ),
        _bands(
            gettext("Cash of the agents, so far"), "Cash", of["cash"], months, shown,
            f"The agents are short of up to {words.pounds(-trough['middle'])}, and of "
            f"{words.pounds(-trough['low'])} in one run of ten.{bears}",
            minimum=None if working_capital is None else -working_capital,
        ),
    )  # fmt: skip


def _bands(
    title: str, measure: str, series: Mapping[str, list[float]], months: list[date], shown: Iterable[int],
    summary: str, minimum: float | None = None,
) -> charts.Chart:  # fmt: skip
    points = [
        charts.Point(
            f"{months[place]:%b %Y}",
            actual=series["middle"][place], low=series["low"][place], high=series["high"][place], minimum=minimum,
        )
        for place in shown
    ]  # fmt: skip
    return charts.trajectory(
        title=title, summary=summary, points=points, unit="money", measure=measure,
        minimum_name=gettext("All working capital spent"),
    )  # fmt: skip


def _caps(found: Mapping[str, Any], told: Mapping[str, str]) -> Figures | None:
    """How often each cap takes something off; of a cap for each participant, for how many of them."""

    def often(of: Mapping[str, Any], code: str) -> str:
        limited = of.get("limited", {})
        return f"{words.chance(limited[code])} of people" if code in limited else words.chance(of["caps"][code])

    codes = sorted(next(iter(found.values()))["caps"])
    rows = tuple((told.get(code, code), *(often(of, code) for of in found.values())) for code in codes)
    return Figures("How likely it is that a cap takes something off", _heads("Cap", found), rows) if rows else None


def _heads(first: str, found: Iterable[str]) -> Row:
    return (first, *(questions.SCENARIOS[code] for code in found))


def _segments(of: Mapping[str, Any], names: Mapping[str, str]) -> Figures:
    rows = tuple(
        (
            name,
            formats.count(round(of["segments"][code]["starts"]["middle"])),
            words.likely(of["segments"][code]["pay"]),
            words.likely(of["segments"][code]["spent"]),
            words.likely(of["segments"][code]["margin"]),
            words.chance(of["segments"][code]["loss"]),
        )
        for code, name in names.items()
    )
    heads = ("Segment", "Starts", "Brings", "Costs", "Leaves", "Chance of a loss")
    return Figures("For each start of a segment", heads, rows)


def _margins(of: Mapping[str, Any], names: Mapping[str, str]) -> charts.Chart:
    margins = {name: of["segments"][code]["margin"] for code, name in names.items()}
    least, most = (pick(margins, key=lambda name: margins[name]["middle"]) for pick in (min, max))
    told = f"A start leaves {words.pounds(margins[most]['middle'])} to its agent."
    if least != most:
        told = f"A start of {least} leaves least, {words.pounds(margins[least]['middle'])}, and one of {most} most, "
        told += f"{words.pounds(margins[most]['middle'])}: the wider apart, the more it pays to choose."
    return charts.horizontal_bars(
        title=gettext("What a start leaves to its agent, by segment"), summary=told, unit="money", group_name="Segment",
        measure=gettext("In the middle of all runs"),
        items=[
            charts.Bar(words.short(name), one["middle"], low=one["low"], high=one["high"])
            for name, one in margins.items()
        ],
    )  # fmt: skip


def break_even(results: Mapping[str, Any]) -> str:
    """At which performance pay covers cost, in a sentence."""
    factor = results["break_even"]["factor"]
    if factor is None:
        return "At no rate that can be reached does what the agents are paid cover what serving people costs."
    if factor == 0:
        return "What is paid whatever comes of it covers the cost: agents break even without a single result."
    of = [
        name for key, name in (("rates", "rates"), ("metrics", "change in figures")) if results["break_even"].get(key)
    ]
    return f"Pay covers the cost from {formats.percent(factor, 1)} of the expected {' and '.join(of) or 'rates'} on."


def _rates(results: Mapping[str, Any]) -> Figures | None:
    rows = tuple(
        (
            f"{dict(results['outcomes'])[outcome]}, {dict(results['segments'])[segment]}",
            formats.percent(expected, 1),
            formats.percent(even, 1),
        )
        for outcome, segment, expected, even in results["break_even"]["rates"]
    )
    return Figures("Rates at which agents break even", ("", "Expected", "Break-even"), rows) if rows else None


def deadweight(results: Mapping[str, Any]) -> str:
    """What would be paid if the scheme had no effect, in a sentence; empty where that was not simulated."""
    nothing, expected = (results["scenarios"].get(code) for code in (questions.NULL, questions.EXPECTED))
    if nothing is None:
        return ""
    pay = nothing["pay"]
    varies = "" if round(pay["low"]) == round(pay["high"]) else f", {words.between(pay)}"
    told = f"If the scheme had no effect, the principal would pay {words.pounds(pay['mean'])} all the same{varies}"
    if expected is None or not expected["pay"]["mean"]:
        return f"{told}."
    return f"{told}: {formats.percent(pay['mean'] / expected['pay']['mean'])} of what it is expected to pay."


def _gaming(results: Mapping[str, Any]) -> Figures | None:
    """None where no results are simulated: what is measured as a whole is gamed in ways that are not known here."""
    if not results["outcomes"]:
        return None
    gaming, names = results["gaming"], dict(results["segments"])
    segments = {which: names.get(gaming[which], "") for which in ("best", "worst")}
    rows = []
    for code, (name, meaning) in BEHAVIOURS.items():
        if code in gaming:
            one, plain = gaming[code], gaming["plain"]
            left, usual = one["pay"] - one["spent"], plain["pay"] - plain["spent"]
            rows.append(
                (
                    f"{name}: {meaning.format(**segments)}",
                    words.changed(one["pay"], plain["pay"] if one is not plain else None),
                    words.changed(left, usual if one is not plain else None),
                    words.more(one["results"], plain["results"] if one is not plain else None),
                    words.more(one["added"], plain["added"] if one is not plain else None),
                )
            )
    heads = ("Behaviour", "Pay", "Left to the agents", "Results", "Results beyond what would have happened anyway")
    return Figures("What each behaviour would bring, at the expected figures", heads, tuple(rows))
