"""The figures behind a chart or table of a page, as a CSV file."""

import csv

from django.http import HttpResponse

from outcomes.domain import reports

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def table_file(name: str, table: Table) -> HttpResponse:
    """The columns and rows as an attachment that spreadsheets read without taking any cell for a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    columns, rows = table
    csv.writer(response).writerows([reports.safe(cell) for cell in row] for row in (columns, *rows))
    return response
