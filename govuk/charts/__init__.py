"""Charts as inline SVG, drawn on the server from plain Vega-Lite specifications.

`charts.bands(…)` and its like build a `Chart`; `{% chart %}` puts it on the page with its summary and its table.
"""

from govuk.charts.drawing import Chart, svg

__all__ = ["Chart", "svg"]
