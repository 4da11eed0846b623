"""Words and small things: headings, tags, buttons, notes, lists, tabs."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext

register = template.Library()

COLOURS = frozenset(["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"])


LONGEST_WHOLE_TAG = 26
"""Letters of a tag of more than one word that is kept on one line, however narrow its column is."""


@register.simple_tag
def tag(text: Any, colour: str = "blue") -> SafeString:
    """A status word, or a few. Colour never carries the meaning alone.

    Two or three short words stay on one line; a short sentence has the width of its place rather than of a word.
    """
    if colour not in COLOURS:
        raise ValueError(f"A tag is one of {', '.join(sorted(COLOURS))}, not “{colour}”.")
    words = str(text)
    size = "" if " " not in words else "app-tag--whole " if len(words) <= LONGEST_WHOLE_TAG else "app-tag--long "
    return format_html('<strong class="govuk-tag {}govuk-tag--{}">{}</strong>', size, colour, text)


@register.simple_tag
def crumb(text: Any, href: str = "") -> SafeString:
    """One step of the breadcrumbs; the page itself, last, has no address."""
    if not href:
        return format_html('<li class="govuk-breadcrumbs__list-item" aria-current="page">{}</li>', text)
    return format_html(
        '<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="{}">{}</a></li>', href, text
    )


@register.inclusion_tag("govuk/tags/heading.html")
def heading(text: Any, caption: Any = "", lead: Any = "", size: str = "l") -> dict[str, Any]:
    """The page's `h1` with an optional caption above and one sentence below that says what the page is."""
    return {"text": text, "caption": caption, "lead": lead, "size": size}


@register.simple_tag
def button(text: Any, kind: str = "", name: str = "", value: str = "") -> SafeString:
    """A submit button that cannot be pressed twice by accident. `kind` is "", "secondary" or "warning"."""
    return format_html(
        '<button type="submit" class="govuk-button{}" data-module="govuk-button" data-prevent-double-click="true"{}>'
        "{}</button>",
        f" govuk-button--{kind}" if kind else "",
        format_html(' name="{}" value="{}"', name, value) if name else "",
        text,
    )


@register.simple_tag
def button_link(text: Any, href: str, kind: str = "") -> SafeString:
    """A link that looks like a button, for the one thing to do next."""
    return format_html(
        '<a href="{}" role="button" draggable="false" class="govuk-button{}" data-module="govuk-button">{}</a>',
        href,
        f" govuk-button--{kind}" if kind else "",
        text,
    )


@register.inclusion_tag("govuk/tags/post_button.html", takes_context=True)
def post_button(context: Context, text: Any, action: str = "", kind: str = "", **fields: Any) -> dict[str, Any]:
    """A form that is only a button; further keyword arguments are posted as hidden fields."""
    return {"text": text, "action": action, "kind": kind, "fields": fields, "csrf_token": context.get("csrf_token")}


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_tag
def warning(text: Any) -> SafeString:
    """A consequence that must not be missed."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{}</span>{}</strong></div>',
        gettext("Warning"),
        text,
    )


@register.simple_block_tag
def details(content: str, summary: Any, open: bool = False) -> SafeString:
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def card(content: str, title: Any = "", href: str = "", level: int = 2) -> SafeString:
    """A bordered panel with an optional heading that may be a link."""
    inner = format_html('<a class="govuk-link" href="{}">{}</a>', href, title) if href else title
    head = format_html('<h{0} class="govuk-heading-s app-card__title">{1}</h{0}>', level, inner) if title else ""
    return format_html('<section class="app-card">{}{}</section>', head, content)


@register.inclusion_tag("govuk/tags/empty_state.html")
def empty_state(title: Any, text: Any, href: str = "", label: Any = "") -> dict[str, Any]:
    """What will be here and how to begin."""
    return {"title": title, "text": text, "href": href, "label": label}


@register.simple_block_tag
def summary_list(content: str, border: bool = True) -> SafeString:
    extra = "" if border else " govuk-summary-list--no-border"
    return format_html('<dl class="govuk-summary-list{}">{}</dl>', extra, content)


@register.simple_block_tag
def row(content: str, key: Any, href: str = "", action: Any = "") -> SafeString:
    """A row of a summary list. `href` adds a link: "Change", or what `action` says."""
    link: str = ""
    if href:
        link = format_html(
            '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a></dd>',
            href,
            action or gettext("Change"),
            key,
        )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if href else " govuk-summary-list__row--no-actions",
        key,
        content,
        link,
    )


@register.simple_block_tag
def task_list(content: str) -> SafeString:
    return format_html('<ul class="govuk-task-list">{}</ul>', content)


@register.inclusion_tag("govuk/tags/task.html")
def task(title: Any, status: Any, colour: str = "", href: str = "", hint: Any = "") -> dict[str, Any]:
    """One task. Without a colour the status is plain text, as for "Completed" and "Cannot start yet"."""
    return {
        "title": title,
        "status": status,
        "colour": colour,
        "href": href,
        "hint": hint,
        "id": f"task-{slugify(title)}",
    }


@register.inclusion_tag("govuk/tags/progress.html")
def progress(value: int, maximum: int, label: Any) -> dict[str, Any]:
    """How far long work has come, as a `<progress>` element with its figures in words."""
    return {"value": value, "maximum": max(maximum, 1), "label": label, "share": value / max(maximum, 1)}


@register.simple_tag
def term(word: str, text: Any = "") -> SafeString:
    """A word of the field, linked to its definition in the glossary where that is installed."""
    try:
        address = f"{reverse('knowledge:glossary')}#{slugify(word)}"
    except NoReverseMatch:
        return format_html("{}", text or word)
    return format_html('<a class="govuk-link app-term" href="{}">{}</a>', address, text or word)


@register.inclusion_tag("govuk/tags/subnav.html", takes_context=True)
def subnav(context: Context, *pairs: str, within: str = "", inner: str = "") -> dict[str, Any]:
    """Links between the pages of one thing: `{% subnav "Summary" url1 "Claims" url2 %}`; the present page is marked.

    `within` is the address of the link to whose part the present page belongs. `inner` names a second, lesser row of
    links between the pages of that part.
    """
    path = context["request"].path if "request" in context else ""
    items = [
        {"label": label, "url": url, "current": "page" if url == path else "true" if url == within else ""}
        for label, url in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return {"items": items, "inner": inner}


class TabsNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        with context.push(govuk_tabs=[]):
            self.nodelist.render(context)
            return render_to_string("govuk/tags/tabs.html", {"tabs": context["govuk_tabs"]})


@register.tag
def tabs(parser: template.base.Parser, token: template.base.Token) -> TabsNode:
    """Panels of which one is seen at a time; all are shown, under their headings, without JavaScript."""
    nodelist = parser.parse(("endtabs",))
    parser.delete_first_token()
    return TabsNode(nodelist)


@register.simple_block_tag(takes_context=True)
def tab(context: Context, content: str, label: Any, id: str = "") -> str:
    context["govuk_tabs"].append({"label": label, "id": id or slugify(label), "content": content})
    return ""
