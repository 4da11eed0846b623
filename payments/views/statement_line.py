"""A line of a statement, opened down to its claims."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from outcomes import permissions as row_permissions
from payments.forms.statements import LineSearchForm
from payments.selectors import explanations, statement_pages, statements
from stages.selectors import programmes


def statement_line(request: SignedInRequest, slug: str, pk: int, code: str) -> HttpResponse:
    programme = programmes.programme_for(request.user, slug)
    row_permissions.require(request.user, "rows.view", programme)
    statement = statements.statement_for(request.user, programme, pk)
    shown = statement_pages.line_of(statement, code)
    form = LineSearchForm(request.GET)
    reference = form.right().get("reference", "")
    entries = statement_pages.entries_of(statement, shown.line, reference)
    context = {
        "programme": programme, "statement": statement, "shown": shown, "filter_form": form,
        "found": explanations.of_sums(statement, shown.line),
        "page": entries.get_page(request.GET.get("page")), "narrowed": bool(reference),
    }  # fmt: skip
    return render(request, "payments/statement_line.html", context)
