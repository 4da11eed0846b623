"""Charts on the page."""

from typing import Any

from django import template

from govuk import charts

register = template.Library()


@register.inclusion_tag("govuk/tags/chart.html")
def chart(chart: charts.Chart, csv: str = "", level: int = 3) -> dict[str, Any]:
    """A figure: the drawing, its summary, and its data as a table. `csv` is the address of the same rows."""
    return {"chart": chart, "svg": charts.svg(chart), "csv": csv, "level": level}
