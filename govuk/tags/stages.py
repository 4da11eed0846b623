"""The seven-stage tracker, gate criteria, figures at a glance and timelines."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from govuk.components import Criterion, Event, Loop, Stage

register = template.Library()

STATUSES = {
    "open": (_("Open"), "blue"),
    "reopened": (_("Reopened"), "orange"),
    "closed": (_("Closed"), "green"),
    "not_started": (_("Not started"), "grey"),
}
PAUSED = (_("Paused"), "purple")
STATES = {
    "met": (_("Met"), "✓"),
    "not_met": (_("Not met"), "✗"),
    "needs_confirmation": (_("Needs confirmation"), "?"),
}


def _status(stage: Stage) -> tuple[Any, str]:
    return PAUSED if stage.is_paused else STATUSES[stage.status]


@register.inclusion_tag("govuk/tags/stage_tracker.html")
def stage_tracker(stages: Sequence[Stage], loops: Iterable[Loop] = (), current: int = 0) -> dict[str, Any]:
    """The programme page's picture: each stage with its status, visits and reason, and the loops that reopened any."""
    shown = [{"stage": stage, "word": word, "colour": colour} for stage in stages for word, colour in [_status(stage)]]
    drawn = [loop for loop in loops if loop.to_stage < loop.from_stage]
    return {"stages": shown, "loops": drawn, "current": current}


@register.inclusion_tag("govuk/tags/stage_dots.html")
def stage_dots(stages: Sequence[Stage]) -> dict[str, Any]:
    """The tracker in one line, for lists: seven marks and, in words, what they say."""
    return {"stages": [{"stage": stage, "word": _status(stage)[0]} for stage in stages]}


@register.inclusion_tag("govuk/tags/criteria.html")
def criteria(items: Sequence[Criterion]) -> dict[str, Any]:
    """Gate criteria with a word and a sign for each state, the reason, and a link to the evidence or the cure."""
    return {"items": [{"it": item, "word": STATES[item.state][0], "sign": STATES[item.state][1]} for item in items]}


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """A row of figures at a glance."""
    return format_html('<ul class="app-stats">{}</ul>', content)


@register.inclusion_tag("govuk/tags/stat.html")
def stat(figure: Any, label: Any, detail: Any = "", href: str = "", tone: str = "") -> dict[str, Any]:
    """One figure with what it counts. `tone` is "", "good", "bad" or "warn", and `detail` says why in words."""
    return {"figure": figure, "label": label, "detail": detail, "href": href, "tone": tone}


@register.inclusion_tag("govuk/tags/timeline.html")
def timeline(events: Sequence[Event], level: int = 3) -> dict[str, Any]:
    return {"events": events, "level": level}
