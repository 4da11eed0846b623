"""The links that the loader puts into pages. Templates need not name these tags: see `knowledge.loaders`."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from knowledge.domain import entries
from knowledge.domain import library as words_of_the_library
from knowledge.selectors import library

register = template.Library()
register.filter("anchor", words_of_the_library.anchor)
register.filter("pieces", entries.pieces)


def _linked(context: Context) -> set[str] | None:
    """The terms that the page has linked already; None where nothing is linked: for strangers, and outside a page."""
    request = context.get("request")
    if request is None or not getattr(getattr(request, "user", None), "is_authenticated", False):
        return None
    if not hasattr(request, "linked_terms"):
        request.linked_terms = set()
    linked: set[str] = request.linked_terms
    return linked


@register.simple_tag(takes_context=True)
def gloss(context: Context, anchor: str, text: str) -> SafeString:
    """The words, linked to the glossary when the page uses them for the first time."""
    linked = _linked(context)
    if linked is None or anchor in linked:
        return conditional_escape(text)
    linked.add(anchor)
    address = reverse("knowledge:glossary")
    return format_html('<a class="govuk-link app-term" href="{}#{}">{}</a>', address, anchor, text)


@register.simple_tag(takes_context=True)
def glossed(context: Context, text: str) -> SafeString:
    """A sentence of a template with the first use of each term linked."""
    escaped = conditional_escape(text)
    return mark_safe(library.linked_words().mark(escaped, lambda anchor, words: gloss(context, anchor, words)))  # noqa: S308  # escaped above
