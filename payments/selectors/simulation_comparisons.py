"""Two simulations side by side: the same figures for each scenario that both have."""

import dataclasses
from typing import Any

from govuk import charts
from payments.domain.simulation import questions
from payments.models import Simulation
from payments.selectors import simulation_pages, simulation_words
from payments.selectors.simulation_words import Figures


@dataclasses.dataclass(frozen=True)
class Comparison:
    """`figures` has a table for each scenario that both have; `break_even` is told of the one and of the other."""

    figures: tuple[Figures, ...]
    break_even: tuple[str, str]
    chart: charts.Chart | None
    same_terms: bool
    same_seed: bool


def compare(earlier: Simulation, later: Simulation) -> Comparison:
    """Both must be finished."""
    both = [simulation.results or {} for simulation in (earlier, later)]
    first, second = (simulation_pages.scenarios(results) for results in both)
    shared = [code for code in first if code in second]
    names = (f"First: version {earlier.version_number}", f"Second: version {later.version_number}")
    return Comparison(
        figures=tuple(_figures(code, both, *names) for code in shared),
        break_even=(simulation_pages.break_even(both[0]), simulation_pages.break_even(both[1])),
        chart=_chart(shared, first, second, names) if shared else None,
        same_terms=earlier.inputs["terms"] == later.inputs["terms"],
        same_seed=(earlier.seed, earlier.runs) == (later.seed, later.runs),
    )


def _figures(code: str, both: list[dict[str, Any]], *names: str) -> Figures:
    """The rows of both overviews, as far as both have them."""
    tables = [
        simulation_pages.overview(results | {"scenarios": {code: results["scenarios"][code]}}) for results in both
    ]
    first, second = ({row[0]: row[1] for row in table.rows} for table in tables)
    rows = tuple((name, first.get(name, "–"), second.get(name, "–")) for name in dict.fromkeys([*first, *second]))
    return Figures(questions.SCENARIOS[code], ("", *names), rows)


def _chart(shared: list[str], first: dict[str, Any], second: dict[str, Any], names: tuple[str, str]) -> charts.Chart:
    rows = [
        (questions.SCENARIOS[code], round(first[code]["pay"]["middle"]), round(second[code]["pay"]["middle"]))
        for code in shared
    ]
    pounds = simulation_words.pounds
    told = ", ".join(f"{pounds(one)} against {pounds(other)} ({name.lower()})" for name, one, other in rows)
    return charts.bars(
        title="Cost to the principal",
        summary=f"The middle of all runs: {told}.",
        unit="money",
        series=names,
        groups=[charts.Group(name, (one, other)) for name, one, other in rows],
    )
