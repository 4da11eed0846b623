"""The fields of a panel in the form of a comparison: places typed one a line, and the periods in which they count."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from contracts.domain import panels
from contracts.domain.problems import CODE
from contracts.forms.clauses import Item, typed_lines
from govuk.forms import DateField

NAMES = ("panel_inside", "panel_outside", "panel_every", "panel_first", "panel_since")
HELP = "One a line: its name, or a code, a colon and the name. Their figures are reported under these codes."


def fields() -> dict[str, forms.Field]:
    return {
        "panel_inside": _places("Places with the programme", HELP),
        "panel_outside": _places("Places without it", "One a line, in the same way."),
        "panel_every": forms.ChoiceField(
            label="One figure of each place for every",
            required=False,
            choices=[("", "Select a length"), *((number, name) for number, name in panels.MONTHS.items())],
        ),
        "panel_first": DateField(
            label="First day that is counted",
            required=False,
            help_text="The first of a month, some periods before the start: three or more show whether both sides "
            "moved alike until then.",
        ),
        "panel_since": DateField(
            label="First day with the programme",
            required=False,
            help_text="The first of a month, where a period begins.",
        ),
    }


def _places(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4}))


def initial(panel: Item) -> Item:
    """The values of the fields for a panel of a document."""
    found: Item = {f"panel_{name}": date.fromisoformat(panel[name]) for name in ("first", "since") if panel.get(name)}
    for side in ("inside", "outside"):
        found[f"panel_{side}"] = "\n".join(f"{one['code']}: {one['name']}" for one in panel[side])
    return found | {"panel_every": panel["every"]}


def item(data: dict[str, Any]) -> Item | None:
    """The panel that the fields describe; None where nothing was entered."""
    if not any(data.get(name) for name in NAMES):
        return None
    found: Item = {side: data[f"panel_{side}"] for side in ("inside", "outside")}
    found["every"] = int(data["panel_every"]) if data["panel_every"] else None
    dates = {name: data[f"panel_{name}"] for name in ("first", "since")}
    return found | {name: day.isoformat() if day else None for name, day in dates.items()}


def typed_places(text: str) -> list[Item]:
    """A place a line, each with a code: the one typed before a colon, else made of its name."""
    found = []
    for line in typed_lines(text):
        code, colon, name = (part.strip() for part in line.partition(":"))
        if not colon:
            code, name = slugify(line)[: panels.PLACE_LENGTH].strip("-"), line
        if not CODE.match(code) or not name:
            raise ValidationError(f"Give “{line}” a code of letters, digits and hyphens, a colon and its name")
        found.append({"code": code, "name": name})
    return found


def field_of(path: str) -> str:
    """The field for a path inside the panel; the first one for what concerns all of it."""
    named = re.sub(r"\[\d+\]", "", path).split(".")
    name = f"panel_{named[1]}" if len(named) > 1 else NAMES[0]
    return name if name in NAMES else NAMES[0]
