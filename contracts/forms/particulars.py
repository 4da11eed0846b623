"""The fields for the particulars of an outcome: lines of text, so that there can be as many as there are segments."""

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import particulars
from contracts.forms import eligibility
from contracts.forms.assumptions import read_line, to_percent, typed
from contracts.forms.clauses import Item, line_field, text_field, typed_lines
from contracts.forms.sections import HUNDRED, as_share
from govuk.forms import AffixedInput, DateField

ATTRIBUTION = ("also_paid",)
WITHOUT = ("without_rates", "without_method", "without_source", "without_measured_on")
VALUES = ("values_from", "values_below")
COHORT = ("eligible", "cohort_closes", "cohort_on")
PARTS = ("payer", "programme", "share")


def fields() -> dict[str, forms.Field]:
    """Fields by name, in the order in which the groups of the form name them."""
    return {
        "values_from": _edge(
            "From which value on does it count?",
            "Such as a gain of 3 points. Claims with less, or without a value, are refused",
        ),
        "values_below": _edge(
            "Below which value does it count?", "Leave both empty where a claim counts with any value, or without one"
        ),
        "also_paid": text_field(
            "Who else is paid for the same person?",
            "One a line: payer; programme; share of the same people. For example “Jobcentre Plus; Restart; 12%”. Leave "
            "out what is not known",
        ),
        "without_rates": text_field(
            "How many of 100 people would achieve it anyway?",
            "One a line: segment: low end of the interval, best estimate, high end; source. For example “young: 18, "
            "20, 23”. Leave the segment out for everybody",
        ),
        "without_method": forms.ChoiceField(
            label="How was that measured?",
            required=False,
            choices=[("", "Not said yet"), *particulars.METHODS.items()],
        ),
        "without_source": line_field("Where is that written?", "Title, author and year of the source"),
        "without_measured_on": DateField(label="On which day did that measurement end?", required=False),
        "eligible": text_field(
            "Is it only for some participants?",
            "One attribute a line with its values, such as “age: 18-24”. Claims for anybody else are refused. Leave "
            "empty where every participant can achieve it",
        ),
        "cohort_closes": forms.ChoiceField(
            label="When is a cohort closed?",
            required=False,
            choices=[("", "Not said yet"), *particulars.CLOSINGS.items()],
        ),
        "cohort_on": DateField(label="Day on which the one cohort closes", required=False),
        "rationale": text_field("Why is it defined so?", "What was weighed, and what was left out"),
        "data_issues": text_field("What is wrong with the data?", "Gaps, delays, known mistakes, and who mends them"),
        "changes": text_field(
            "What changed since the version before, and why?", "Leave empty in a first version, or where nothing did"
        ),
    }


def _edge(label: str, hint: str) -> forms.Field:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=4,
        help_text=hint,
        widget=AffixedInput(attrs={"class": "govuk-input--width-5"}),
    )


def initial(entry: Item) -> Item:
    """The lines as they would be typed."""
    without, cohort = entry.get("non_intervention") or {}, entry.get("cohort") or {}
    values = entry.get("values") or {}
    return {
        "values_from": values.get("from"),
        "values_below": values.get("below"),
        "also_paid": "\n".join(map(_typed_payer, entry.get("also_paid", ()))),
        "without_rates": "\n".join(
            typed({"source": "", **one}, ("segment",), to_percent) for one in without.get("rates", ())
        ),
        "without_method": without.get("method", ""),
        "without_source": without.get("source", ""),
        "without_measured_on": _day(without.get("measured_on")),
        "eligible": eligibility.typed((entry.get("eligible") or {}).get("rule", {})),
        "cohort_closes": cohort.get("closes", ""),
        "cohort_on": _day(cohort.get("on")),
        **{name: entry.get(name, "") for name in particulars.TOLD},
    }


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _typed_payer(one: Item) -> str:
    share = f"{to_percent(one['overlap'])}%" if one.get("overlap") is not None else ""
    parts = [one["payer"], one.get("programme", ""), share]
    while not parts[-1]:
        parts.pop()
    return "; ".join(parts)


def payers(text: str) -> list[Item]:
    """The lines for others who pay. Raises `ValidationError` for the first that cannot be read."""
    found = []
    for line in typed_lines(text):
        parts = dict(zip(PARTS, map(str.strip, line.split(";", 2)), strict=False))
        if not parts["payer"]:
            raise ValidationError(f"Enter who pays, before the first semicolon of “{line}”")
        share = _share(parts.get("share", ""), line)
        found.append({"payer": parts["payer"], "programme": parts.get("programme", ""), "overlap": share})
    return found


def _share(text: str, line: str) -> str | None:
    if not text:
        return None
    try:
        percent = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        percent = Decimal("NaN")
    if not (percent.is_finite() and 0 <= percent <= HUNDRED):
        raise ValidationError(f"Write “{text}” as a percentage from 0 to 100, in “{line}”")
    return as_share(percent)


def rates(text: str, segments: Mapping[str, str]) -> list[Item]:
    """The lines for rates without the scheme; `segments` holds the code for each code or name that may be typed."""
    read = [read_line(line, (segments,)) for line in typed_lines(text)]
    return [{"segment": one.who[0] or None, **one.document(as_share)} for one in read]


def item(data: Mapping[str, Any]) -> Item:
    """The fields of the document; only those that say something."""
    day = data["without_measured_on"]
    without = {
        "method": data["without_method"],
        "source": data["without_source"].strip(),
        "measured_on": str(day) if day else None,
        "rates": data["without_rates"],
    }
    closes, closes_on = data["cohort_closes"], data["cohort_on"]
    cohort = {"closes": closes, "on": str(closes_on) if closes_on else None}
    found = {
        "also_paid": data["also_paid"],
        "non_intervention": without if any(without.values()) else None,
        "eligible": {"rule": data["eligible"]} if data["eligible"] else None,
        "cohort": cohort if closes or closes_on else None,
        "values": {edge: f"{value:f}" for edge in ("from", "below") if (value := data[f"values_{edge}"]) is not None},
        **{name: data[name].strip() for name in particulars.TOLD},
    }
    return {key: value for key, value in found.items() if value}


def field_of(path: str) -> str | None:
    """The field for a path inside the outcome, where it is one of these."""
    part, _, rest = path.partition(".")
    if part == "non_intervention":
        name = rest.split(".")[0].split("[")[0]
        return f"without_{name}" if f"without_{name}" in WITHOUT else "without_rates"
    if part == "eligible":
        return part
    if part == "values":
        return f"values_{rest}" if f"values_{rest}" in VALUES else VALUES[0]
    if part == "cohort":
        return f"cohort_{rest}" if f"cohort_{rest}" in COHORT else "cohort_closes"
    return None
