"""Charts as inline SVG, drawn on the server from plain Vega-Lite specifications.

A builder (`charts.trajectory(…)`, `charts.bars(…)`, …) makes a `Chart`; `{% chart chart %}` puts it on the page with
its summary and its table. Nothing is drawn before a page asks for it.
"""

from govuk.charts.bars import Bar, Group, bars, horizontal_bars
from govuk.charts.drawing import Chart, svg
from govuk.charts.funnels import FunnelLimit, FunnelPoint, funnel
from govuk.charts.lines import Payment, Point, money_against_ceiling, trajectory
from govuk.charts.sets import Belonging, three_sets
from govuk.charts.stakeholders import Placed, power_interest, quarter

__all__ = [
    "Bar",
    "Belonging",
    "Chart",
    "FunnelLimit",
    "FunnelPoint",
    "Group",
    "Payment",
    "Placed",
    "Point",
    "bars",
    "funnel",
    "horizontal_bars",
    "money_against_ceiling",
    "power_interest",
    "quarter",
    "svg",
    "three_sets",
    "trajectory",
]
