"""Metrics: figures that are measured for an agent, a period or a cohort, rather than counted from single claims."""

import dataclasses

RATIO, VALUE = "ratio", "value"
MEASURED = (RATIO, VALUE)


@dataclasses.dataclass(frozen=True)
class Metric:
    """A figure that rules may pay by.

    `measured`: a `ratio` is stated as a numerator over a denominator and used exactly; a `value` (a median, a count,
    an index, a cost in pounds) is stated as one number. `direction`: which way is better. `per_agent`: each agent has
    figures of its own; otherwise one figure holds for all of them.
    """

    code: str
    name: str
    unit: str = ""
    direction: str = "higher"
    measured: str = RATIO
    numerator: str = ""
    denominator: str = ""
    per_agent: bool = True
    definition: str = ""
    source: str = ""

    @property
    def is_share(self) -> bool:
        """Whether its figures are told in per cent: a ratio without a unit of its own."""
        return self.measured == RATIO and not self.unit


def rows(metric: Metric) -> list[tuple[str, str]]:
    """A metric as it is declared, label and statement. Empty statements are left out."""
    found = [
        ("Name", metric.name),
        ("Unit", metric.unit),
        ("Direction", f"{metric.direction.capitalize()} is better"),
        ("Measured", "As a ratio" if metric.measured == RATIO else "As one value"),
        ("Numerator", metric.numerator),
        ("Denominator", metric.denominator),
        ("Figures", "Each agent has its own" if metric.per_agent else "One for all agents"),
        ("Definition", metric.definition),
        ("Source", metric.source),
    ]
    return [(label, text) for label, text in found if text]
