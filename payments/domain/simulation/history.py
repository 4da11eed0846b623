"""What a programme's own records say: volumes, rates, delays and failed checks, as ranges to draw from. No numpy."""

import dataclasses
from collections.abc import Mapping
from typing import Any

Figures = tuple[float, float, float]


@dataclasses.dataclass(frozen=True)
class History:
    """Each figure as lowest, expected and highest. Rates by outcome and segment, the others by outcome or metric."""

    starts: Figures
    rates: Mapping[tuple[str, str], Figures]
    lags: Mapping[str, Figures]
    failures: Mapping[str, Figures]
    told: str = ""
    metrics: Mapping[str, Figures] = dataclasses.field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        return {
            "starts": list(self.starts),
            "rates": [[*key, *figures] for key, figures in self.rates.items()],
            "lags": [[key, *figures] for key, figures in self.lags.items()],
            "failures": [[key, *figures] for key, figures in self.failures.items()],
            "metrics": [[key, *figures] for key, figures in self.metrics.items()],
            "told": self.told,
        }


def read(document: Mapping[str, Any] | None) -> History | None:
    """The history as it was written down, or None."""
    if not document:
        return None
    return History(
        starts=_figures(document["starts"]),
        rates={(row[0], row[1]): _figures(row[2:]) for row in document["rates"]},
        lags={row[0]: _figures(row[1:]) for row in document["lags"]},
        failures={row[0]: _figures(row[1:]) for row in document["failures"]},
        told=document["told"],
        metrics={row[0]: _figures(row[1:]) for row in document.get("metrics", ())},
    )


def _figures(values: Any) -> Figures:
    low, expected, high = values
    return float(low), float(expected), float(high)
