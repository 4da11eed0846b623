"""The figures behind a chart or table of a page, as a CSV file."""

from django.http import HttpResponse

from govuk import spreadsheets

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def table_file(name: str, table: Table) -> HttpResponse:
    """The columns and rows as an attachment that spreadsheets read without taking any cell for a formula."""
    columns, rows = table
    response = HttpResponse(spreadsheets.text((columns, *rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
