"""From a specification to SVG: drawn once, kept by digest, fit for a page with a strict content security policy.

The drawing library is imported when first needed, never with this module: started before a process forks, it hangs
the child.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from govuk.charts.style import CONFIG

KEEP_SECONDS = 30 * 24 * 3600
EDITION = "3"
"""Part of every key: raise it when the drawing of the same specification changes."""

WIDE, NARROW = 680, 340
TAG = re.compile(r"<[^<>]+>")
NOISE = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"')
HEAD = re.compile(r'<svg [^>]*?viewBox="(?P<box>[^"]+)"[^>]*>')
REFERENCES = re.compile(r'( id="|url\(#|href="#)')


@dataclass(frozen=True)
class Chart:
    """A drawing and its words: `summary` says what it shows; `columns` and `rows` hold the same data as text cells;
    `key` says in words what its marks mean where they are not named in the drawing.

    `spec` is a Vega-Lite specification without a width, so that it can be drawn for a wide and for a narrow screen.
    """

    title: str
    summary: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    key: str = ""


def _render(spec: dict[str, Any], width: int) -> str:
    import vl_convert  # not at the top of the module: see there

    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 8, "top": 4, "right": 4, "bottom": 4},
        **spec,
        "config": CONFIG | spec.get("config", {}),
    }
    drawn: str = vl_convert.vegalite_to_svg(whole)
    return drawn


def _cleaned(drawn: str, mark: str) -> str:
    """Without roles inside the image, with ids that are its own on the page, and sized by the style sheet alone."""

    def tag(match: re.Match[str]) -> str:
        return REFERENCES.sub(rf"\g<1>{mark}-", NOISE.sub("", match[0]))

    head = HEAD.match(drawn)
    if head is None:
        raise ValueError("The drawing is not an SVG with a view box.")
    body = TAG.sub(tag, drawn[head.end() :])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{head["box"]}" @@>{body}'


def drawing(spec: dict[str, Any], width: int) -> str:
    """The specification's SVG at this width, with `@@` where the page's own attributes go; kept for a month."""
    text = json.dumps([EDITION, width, spec], sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    key = f"chart:{digest}"
    found = cache.get(key)
    if not isinstance(found, str):
        found = _cleaned(_render(spec, width), f"c{digest[:8]}")
        cache.set(key, found, KEEP_SECONDS)
    return found


def svg(chart: Chart) -> SafeString:
    """The chart for wide and for narrow screens, of which the style sheet shows one; its summary is its label."""
    pair = ((WIDE, "app-chart__svg app-chart__svg--wide"), (NARROW, "app-chart__svg app-chart__svg--narrow"))
    label = escape(f"{chart.title}. {chart.summary}")
    parts = [
        drawing(chart.spec, width).replace("@@", f'class="{name}" role="img" aria-label="{label}"', 1)
        for width, name in pair
    ]
    return mark_safe("".join(parts))  # noqa: S308 - drawn here from a specification; its words are escaped by the drawing library
