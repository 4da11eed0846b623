"""At which lines the contracts of the demonstration ask agents about their figures, where they differ from the usual.

Each was settled before anybody started, for the ways in which that contract tempts. All is invented.
"""

from typing import Any

Rules = dict[str, Any]


def _asked(question: str, fewest: int, threshold: str, chance: str = "") -> dict[str, Any]:
    found = {"question": question, "fewest": fewest, "threshold": threshold}
    return found | ({"chance": chance} if chance else {})


ROUTES: Rules = {
    "questions": [
        _asked("claim_clustering", 100, "1.4", "0.0025"),
        _asked("near_perfect", 50, "0.85", "0.0025"),
        _asked("parking", 60, "1.4", "0.0025"),
    ]
}
"""Three agents share quarterly caps, and people with health conditions are dearer to help."""

HOMES: Rules = {
    "questions": [_asked("sustainment_cliff", 40, "1.75", "0.001")],
}
"""The last payment falls due after a year: a tenancy that ends just after it would not have held."""

LEARNING: Rules = {"questions": [_asked("threshold_bunching", 30, "0.65", "0.01")]}
"""One term is paid for, and nothing for the one that follows."""
