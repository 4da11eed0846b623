"""Reporting, correcting and confirming a measured figure, and looking for one."""

from decimal import Decimal
from typing import Any

from django import forms

from contracts.domain.metrics import RATIO, Metric
from govuk.forms import AffixedInput, CharacterCount, DateField, Form
from outcomes.domain.figures import Figures, Statement
from outcomes.models import MeasurementDecision
from outcomes.selectors import measurements

ANY = ("", "Any")


class MeasurementSearchForm(Form):
    q = forms.CharField(label="Metric, period, cohort or agent", required=False, max_length=100)
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *measurements.STATES])


def _number(label: str, help_text: str = "", unit: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, max_digits=18, decimal_places=6, widget=AffixedInput(suffix=unit)
    )


class MeasurementForm(Form):
    """The figures that the metric asks for: numerator and denominator, or a value."""

    measured_on = DateField(label="Day of measurement")
    source = forms.CharField(
        label="Source", max_length=200, help_text="Where the figure comes from, for example a register or an extract"
    )
    evidence = forms.CharField(
        label="Evidence",
        required=False,
        help_text="What somebody else can check it by: a file name, a query, who counted. No names of participants",
        max_length=1000,
        widget=CharacterCount(),
    )

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        self.metric = metric
        super().__init__(*args, **kwargs)

    def give_labels(self) -> None:
        if self.metric.measured == RATIO:
            added = {
                "numerator": _number("Numerator", self.metric.numerator),
                "denominator": _number("Denominator", self.metric.denominator),
            }
        else:
            added = {"value": _number(self.metric.name, self.metric.definition, self.metric.unit)}
        self.fields = {**added, **self.fields}

    def clean_denominator(self) -> Decimal:
        found: Decimal = self.cleaned_data["denominator"]
        if found <= 0:
            raise forms.ValidationError("Enter a denominator above zero")
        return found

    def stated(self) -> Statement:
        data = self.cleaned_data
        figures = Figures(data.get("value"), data.get("numerator"), data.get("denominator"))
        return Statement(figures, data["measured_on"], data["source"], data["evidence"])


class CorrectionForm(MeasurementForm):
    """The figures that take the place of those before, with the reason."""

    reason = forms.CharField(
        label="Why is it corrected?",
        help_text="Stays on record beside the figure, and goes with the adjustment of the statement",
        max_length=500,
        widget=CharacterCount(),
        error_messages={"required": "Enter why the figure is corrected"},
    )


class FileForm(Form):
    """A file of figures; what is in it, the action reads."""

    file = forms.FileField(
        label="File",
        help_text="A CSV file with the names of the columns in the first row",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={
            "required": "Select the file to send",
            "missing": "Select the file to send",
            "empty": "The file is empty. Check that it was saved, then send it again.",
        },
    )

    def content(self) -> bytes:
        found: bytes = self.cleaned_data["file"].read()
        return found


class DecisionForm(Form):
    kind = forms.ChoiceField(
        label="Is the figure right?",
        choices=[
            (MeasurementDecision.Kind.CONFIRMED, "Yes: it agrees with the evidence, and is priced"),
            (MeasurementDecision.Kind.REFUSED, "No: it has to be corrected"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the figure is right"},
    )
    reason = forms.CharField(
        label="What you checked, or what is wrong",
        required=False,
        help_text="Needed where the figure is refused",
        max_length=500,
        widget=CharacterCount(),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("kind") == MeasurementDecision.Kind.REFUSED and not data.get("reason", "").strip():
            self.add_error("reason", "Enter what is wrong with the figure")
        return data


class TogetherForm(DecisionForm):
    """One decision for all the figures that somebody reported together."""

    def give_labels(self) -> None:
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.label = "Are the figures right?"
        kind.choices = [
            (MeasurementDecision.Kind.CONFIRMED, "Yes: all of them agree with the evidence, and count"),
            (MeasurementDecision.Kind.REFUSED, "No: all of them have to be corrected"),
        ]
        kind.error_messages["required"] = "Select whether the figures are right"
