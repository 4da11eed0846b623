"""The form for a comparison that is registered in advance."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import comparison_words, comparisons, exact
from contracts.forms import comparison_panels
from contracts.forms.clauses import ClauseForm, Item, code_field, line_field, typed_lines
from contracts.forms.sections import HUNDRED

COUNTED = re.compile(
    r"^([\d,]+) (?:of|out of) ([\d,]+)(?: people)?(?:, ([\d,]+) events)?(?:, squares ([\d,]+))?$", re.IGNORECASE
)
COUNTED_HELP = "For example, 120 of 300 people"
EVENTS_HELP = (
    "With events per head also how many events there were and their squares: 120 of 300 people, 410 events, squares "
    "1320, each person's events squared and added up"
)

OPTIONAL = ("segment", "value", "other", "metric", "shares", "model", "before", "other_before", "source", "enough")


def _choices(words: dict[str, str]) -> list[tuple[str, str]]:
    return list(words.items())


class ComparisonForm(ClauseForm):
    """A question with all that decides its answer, but for the data."""

    GROUPS = (
        ("", "", ("name", "code", "outcome", "segment", "measure", "window_days")),
        (
            "What it is compared with",
            "Fill in what belongs to your choice and leave the rest empty.",
            ("against", "value", "other", "metric", "shares", "model", "before", "other_before", "source"),
        ),
        (
            "Places counted over time",
            "For a difference-in-differences over a panel: every figure is of the metric, and is reported and "
            "confirmed under measured figures. Leave the programme's own people and the others before empty.",
            comparison_panels.NAMES,
        ),
        (
            "How it is judged",
            "Settled now, so that nobody chooses a test when the figures are known.",
            ("test", "matters", "pooling", "enough", "looks"),
        ),
        (
            "For a scale of distance travelled",
            "How far a score must move before the person moved, and not the scale. The value of each claim is the "
            "movement in points.",
            ("scale_spread", "scale_reliability"),
        ),
        (
            "Told beside it",
            "A frequency beside a share, so that one cannot improve while the other worsens unseen. For a share "
            "against a fixed level.",
            ("paired_outcome", "paired_per_head"),
        ),
    )

    name = forms.CharField(
        label="The question",
        max_length=300,
        help_text="For example, Do more people stay in work for half a year than did before?",
    )
    code = code_field("work-against-before")
    outcome = forms.ChoiceField(label="Outcome")
    segment = forms.ChoiceField(label="Segment", required=False)
    measure = forms.ChoiceField(
        label="What is measured",
        choices=_choices(comparison_words.MEASURES),
        initial=comparisons.SHARE,
        widget=forms.RadioSelect,
    )
    window_days = forms.IntegerField(
        label="For how many days is each person followed from the start?",
        help_text="Of a panel: how many days after a period its figures are final.",
        min_value=1,
        max_value=36_500,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    against = forms.ChoiceField(
        label="Compared with", choices=_choices(comparison_words.AGAINST), widget=forms.RadioSelect
    )
    value = line_field("Fixed level", "A percentage such as 45%, or events per head such as 1.4")
    other = line_field("The other group", f"{COUNTED_HELP}. {EVENTS_HELP}")
    metric = forms.ChoiceField(label="Metric of the others, or of all places of a panel", required=False)
    shares = forms.CharField(
        label="Expected share of each segment",
        required=False,
        help_text="One a line: the segment's name or code, a colon and a percentage",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    model = forms.CharField(
        label="Logistic model",
        required=False,
        help_text="First line “version: 2025-1”, then “intercept: -1.2”, then one attribute a line with its weight in "
        "log odds, such as “age: 0.02”",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    before = line_field("The programme's own people before", COUNTED_HELP)
    other_before = line_field("The others before", COUNTED_HELP)
    source = line_field("Where the comparator comes from", max_length=300)
    test = forms.ChoiceField(label="Test", choices=[("", "Select a test"), *_choices(comparison_words.TESTS)])
    matters = line_field("Smallest difference that matters", "In points for shares, or per cent of events per head: 5%")
    pooling = forms.ChoiceField(
        label="Which people are put together",
        choices=_choices(comparison_words.POOLING),
        initial=comparisons.ALL,
        widget=forms.RadioSelect,
    )
    enough = forms.IntegerField(
        label="How many people are enough",
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    looks = forms.IntegerField(
        label="How often will the answer be looked at?",
        help_text="Each look more needs a clearer difference, because chance has had another go.",
        initial=1,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    scale_spread = line_field("Standard deviation of scores at the start, in points")
    scale_reliability = line_field("Reliability of the scale, from 0 to 1")
    paired_outcome = forms.ChoiceField(label="Outcome whose events are counted", required=False)
    paired_per_head = line_field("Events per head without the programme", "For example, 1.6")

    def added_fields(self) -> dict[str, forms.Field]:
        return comparison_panels.fields()

    def prepare(self) -> None:
        self.choose("outcome", self.outcome_choices("Select an outcome"))
        self.choose("segment", self.segment_choices())
        self.choose("paired_outcome", self.outcome_choices("None"))
        self.choose("metric", [("", "None"), *((one.code, one.name) for one in self.terms.metrics)])

    def initial_of(self, entry: Item) -> Item:
        found = dict(entry)
        is_share = entry["measure"] != comparisons.EVENTS
        if is_share and "value" in entry:
            found["value"] = _percent(entry["value"])
        found["matters"] = _percent(entry["matters"])
        for name in ("other", "before", "other_before"):
            if name in entry:
                found[name] = _counted_text(entry[name])
        found["shares"] = "\n".join(f"{one['segment']}: {_percent(one['share'])}" for one in entry.get("shares", ()))
        if "model" in entry:
            model = entry["model"]
            lines = [f"version: {model['version']}", f"intercept: {model['intercept']}"]
            found["model"] = "\n".join([*lines, *(f"{one['name']}: {one['weight']}" for one in model["terms"])])
        if "panel" in entry:
            found |= comparison_panels.initial(entry["panel"])
        for outer in ("scale", "paired"):
            found |= {f"{outer}_{name}": value for name, value in entry.get(outer, {}).items()}
        return found

    def clean_other(self) -> Item | None:
        return self._counted("other")

    def clean_before(self) -> Item | None:
        return self._counted("before")

    def clean_other_before(self) -> Item | None:
        return self._counted("other_before")

    def _counted(self, name: str) -> Item | None:
        text = str(self.cleaned_data[name]).strip()
        if not text:
            return None
        match = COUNTED.match(text)
        if match is None:
            raise ValidationError("Write how many of how many people, such as “120 of 300 people”")
        numbers = [None if part is None else int(part.replace(",", "")) for part in match.groups()]
        named = zip(("achieved", "people", "events", "squares"), numbers, strict=True)
        return {key: number for key, number in named if number is not None}

    def clean_panel_inside(self) -> list[Item]:
        return comparison_panels.typed_places(self.cleaned_data["panel_inside"])

    def clean_panel_outside(self) -> list[Item]:
        return comparison_panels.typed_places(self.cleaned_data["panel_outside"])

    def field_of(self, path: str) -> str | None:
        return comparison_panels.field_of(path) if path.startswith("panel") else super().field_of(path)

    def clean_matters(self) -> str:
        return _share(str(self.cleaned_data["matters"]) or "0", "5%")

    def clean_shares(self) -> list[Item]:
        known = {one.name.lower(): one.code for one in self.terms.segments}
        known |= {one.code.lower(): one.code for one in self.terms.segments}
        found = []
        for line in typed_lines(self.cleaned_data["shares"]):
            name, colon, share = line.rpartition(":")
            if not colon or name.strip().lower() not in known:
                raise ValidationError(f"Begin “{line}” with a segment of this version and a colon")
            found.append({"segment": known[name.strip().lower()], "share": _share(share, "25%")})
        return found

    def clean_model(self) -> Item | None:
        lines = [line.rpartition(":") for line in typed_lines(self.cleaned_data["model"])]
        if not lines:
            return None
        parts = {name.strip(): value.strip() for name, _colon, value in lines}
        if not {"version", "intercept"} <= parts.keys() or "" in parts:
            raise ValidationError("Begin with a line “version: …” and a line “intercept: …”, each with a colon")
        weights = [{"name": name, "weight": value} for name, value in parts.items()]
        return {
            "version": parts["version"],
            "intercept": parts["intercept"],
            "terms": [one for one in weights if one["name"] not in ("version", "intercept")],
        }

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("value") and data.get("measure") != comparisons.EVENTS:
            try:
                data["value"] = _share(data["value"], "45%")
            except ValidationError as error:
                self.add_error("value", error)
        return data

    def item(self) -> Item:
        data = self.cleaned_data
        plain = ("name", "outcome", "measure", "window_days", "against", "test", "matters", "pooling", "looks")
        found = {"code": self.entry_code(), **{name: data[name] for name in plain}}
        found |= {name: data[name] for name in OPTIONAL if data[name]}
        if panel := comparison_panels.item(data):
            found["panel"] = panel
        for outer, names in (("scale", ("spread", "reliability")), ("paired", ("outcome", "per_head"))):
            inner = {name: data[f"{outer}_{name}"].strip() for name in names}
            if any(inner.values()):
                found[outer] = inner
        return found


def _share(text: str, example: str) -> str:
    """A typed percentage as the share that documents hold; without a per cent sign too."""
    try:
        number = Decimal(text.strip().removesuffix("points").strip().removesuffix("%").strip()) / HUNDRED
    except InvalidOperation as error:
        raise ValidationError(f"Enter a percentage, such as {example}") from error
    if not number.is_finite():
        raise ValidationError(f"Enter a percentage, such as {example}")
    return str(exact.number(number))


def _percent(share: str) -> str:
    return f"{exact.number(Decimal(share) * HUNDRED)}%"


def _counted_text(one: Item) -> str:
    text = f"{one['achieved']} of {one['people']} people"
    if "events" in one:
        text += f", {one['events']} events"
    return f"{text}, squares {one['squares']}" if "squares" in one else text
