"""The figures of docs/simulator.md are those that the tests assert."""

import math
from pathlib import Path

from tests.payments.domain.simulation.test_metrics import at_most

PAGE = (Path(__file__).parents[4] / "docs" / "simulator.md").read_text()


def test_the_worked_figures_of_the_page_hold() -> None:
    assert f"£{round(1000 * math.sqrt(540)):,}" in PAGE
    assert f"= {(500 - 200) / (1000 * 5 / 6):.0%}" in PAGE
    assert f"£{1080 // 2 * 1000:,} on average" in PAGE
    assert f"in {at_most(16, 40):.1%} of runs (at most 16 of 40), one of 100 in {at_most(40, 100):.1%}" in PAGE
    assert f"one of 400 in {at_most(160, 400):.3%}" in PAGE
