"""Charts on the page."""

from typing import Any
from urllib.parse import quote

from django import template
from django.utils.text import slugify

from govuk import charts, spreadsheets

register = template.Library()


@register.inclusion_tag("govuk/tags/chart.html")
def chart(chart: charts.Chart, csv: str = "") -> dict[str, Any]:
    """A figure: the drawing, its summary, and its data as a table.

    `csv` is the address of the same rows as a file; without one the page carries the file in the link itself.
    """
    return {"chart": chart, "svg": charts.svg(chart), "csv": csv or _file(chart), "name": f"{slugify(chart.title)}.csv"}


def _file(chart: charts.Chart) -> str:
    """The rows as an address that holds its own file."""
    return f"data:text/csv;charset=utf-8,{quote(spreadsheets.text((chart.columns, *chart.rows)))}"
