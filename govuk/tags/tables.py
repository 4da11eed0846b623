"""Tables, their sorting, paging and filters. All state is in the address, so that every view can be linked to."""

import re
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from govuk.forms import Worded

register = template.Library()

WIDE_TABLE = 4
"""Columns from which a table has no room on a phone."""
HEAD_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")
PART_OF_BODY = re.compile(r"<(tr|th|td)\b([^>]*)>(–</td>)?(?=((?:<a\b[^>]*>)?[\d,]+<)?)(?=(\s*<)?)")
"""A row or a cell; whether the cell says that there is nothing, begins with a bare number, begins with markup."""
TO_DO = ("Action", "Change")
"""What columns are called whose cells hold links and buttons: these say themselves what they do."""
DAY = re.compile(r"\b(\d{1,2} [^\W\d_]{3,12}(?: \d{4}\b|(?= to \d)))(?![^<>]*>)(?![^<]*</(?:option|textarea)>)")
"""A day in words that is shown, as 31 March 2026, or 1 January to it: it stays on one line in a narrow column."""


def _query(context: Context, **changes: Any) -> str:
    """The present query string with some parts changed; a value of None takes the part out."""
    found: QueryDict = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = str(value)
    return f"?{found.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """`{% query period="2026-Q1" page=None %}` → "?…" keeping whatever else is in the address."""
    return _query(context, **changes)


@register.inclusion_tag("govuk/tags/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page", label: str = "") -> dict[str, Any]:
    """Previous, numbers, next, for a page of Django's paginator. Nothing when there is one page only."""
    numbers = [
        {"number": number if isinstance(number, int) else None, "url": _query(context, **{name: number})}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "label": label,
        "previous": _query(context, **{name: page.number - 1}) if page.has_previous() else "",
        "next": _query(context, **{name: page.number + 1}) if page.has_next() else "",
    }


@register.simple_block_tag
def table(
    content: str, caption: Any, size: str = "m", hide_caption: bool = False, stacks: bool | None = None, of: Any = ""
) -> SafeString:
    """A table in its own focusable region, for a screen of any width.

    Where the screen is narrow, a table that `stacks` shows each row as a card, with every cell after the name of its
    column; another scrolls sideways inside its region. Those of four columns or more stack unless told otherwise.
    `of` tells tables of one caption apart for those who do not see what stands above them.
    """
    content = mark_safe(DAY.sub(r'<span class="app-whole">\1</span>', content))  # noqa: S308 - as the template wrote and escaped it
    head, end, body = content.partition("</thead>")
    columns = [" ".join(MARKUP.sub(" ", cell).split()) for cell in HEAD_CELL.findall(head)]
    is_stacked = bool(columns) and (len(columns) >= WIDE_TABLE if stacks is None else stacks)
    return format_html(
        '<div class="app-table{3}" tabindex="0" role="region" aria-label="{4}"><table class="govuk-table">'
        '<caption class="govuk-table__caption {1}">{0}</caption>{2}</table></div>',
        caption,
        "govuk-visually-hidden" if hide_caption else f"govuk-table__caption--{size}",
        mark_safe(head + end + _with_names(body, columns)) if is_stacked else content,  # noqa: S308 - as the template wrote and escaped it
        " app-table--stacks" if is_stacked else "",
        f"{caption}: {of}" if of else caption,
    )


def _with_names(body: str, columns: list[str]) -> str:
    """Rows whose cells carry the name of their column, and the roles that a browser forgets once they are no table."""
    place = 0

    def named(found: re.Match[str]) -> str:
        nonlocal place
        part, attributes, nothing, number, markup = found.groups()
        if part == "tr":
            place = 0
            return f'<tr{attributes} role="row">'
        name = columns[place] if place < len(columns) and "colspan" not in attributes else ""
        place += 1
        if markup and name in TO_DO:
            name = ""
        label = f' data-label="{name.replace(chr(34), "&quot;")}"' if name else ""
        if part == "th":
            return f'<th{attributes} role="rowheader"{label if number else ""}>'
        return f'<td{attributes} role="cell"{label}{" data-nothing>–</td>" if nothing else ">"}'

    return PART_OF_BODY.sub(named, body)


@register.simple_tag(takes_context=True)
def sort_header(context: Context, field: str, label: Any, numeric: bool = False, name: str = "sort") -> SafeString:
    """A column head that sorts by `field`: `?sort=field`, pressed again `?sort=-field`; back to the first page."""
    now = context["request"].GET.get(name, "") if "request" in context else ""
    state = {field: "ascending", f"-{field}": "descending"}.get(now, "none")
    target = f"-{field}" if state == "ascending" else field
    return format_html(
        '<th scope="col" class="govuk-table__header{}" aria-sort="{}">'
        '<a class="govuk-link app-sort" href="{}">{}</a></th>',
        " govuk-table__header--numeric" if numeric else "",
        state,
        _query(context, **{name: target, "page": None}),
        label,
    )


@register.inclusion_tag("govuk/tags/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, submit: str = "", keep: str = "sort") -> dict[str, Any]:
    """A form that narrows a list, sent as GET. `keep` names the parts of the address that stay."""
    given = context["request"].GET if "request" in context else {}
    kept = {name: given[name] for name in keep.split() if name in given}
    clear = context["request"].path if "request" in context else "?"
    if isinstance(form, Worded):
        form.marks_optional = False
    used = any(given.get(form.add_prefix(name)) for name in form.fields)
    return {"form": form, "submit": submit, "kept": kept, "clear": clear, "used": used}
