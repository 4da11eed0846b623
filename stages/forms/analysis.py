"""The registers that are kept alike: what each is called, and what is asked."""

import dataclasses
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from govuk.forms import CharacterCount, Form
from stages.models import Appraisal, Baseline, Challenge, DataSource

SMALL = {"class": "small"}


def _words(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    widget = CharacterCount(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=3000, required=required, widget=widget)


class AnalysisForm(Form):
    """What all of these forms can be given; only some use it."""

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = members


class ChallengeForm(AnalysisForm):
    side = forms.ChoiceField(
        label="Where does it come from?",
        choices=[("internal", "Inside the bodies that take part"), ("external", "Outside them")],
        widget=forms.RadioSelect(attrs=SMALL),
        error_messages={"required": "Select where it comes from"},
    )
    what = forms.CharField(label="The challenge", help_text="What stands in the way, or may", max_length=300)
    response = _words("What is done about it")
    owner = forms.ModelChoiceField(
        label="Who owns that", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )


class BaselineForm(AnalysisForm):
    measure = forms.CharField(label="What is measured", max_length=200)
    value = forms.CharField(
        label="Value", help_text="With its unit, for example 23% or 1,240 people a year", max_length=100
    )
    period = forms.CharField(label="Period", help_text="For example April 2024 to March 2025", max_length=100)
    source = forms.CharField(label="Source", help_text="Report, table or extract, and where it is", max_length=300)
    quality = forms.ChoiceField(
        label="How far can it be trusted?", choices=Baseline.Quality.choices, widget=forms.RadioSelect(attrs=SMALL)
    )


class DataSourceForm(AnalysisForm):
    record = forms.CharField(label="Record", help_text="For example payroll records", max_length=200)
    holder = forms.CharField(label="Who holds it", max_length=200)
    measures = forms.CharField(label="Which outcome it measures", max_length=300)
    status = forms.ChoiceField(label="Access", choices=DataSource.Status.choices, widget=forms.RadioSelect(attrs=SMALL))
    gateway = forms.CharField(
        label="Legal gateway",
        help_text="The section of an act, the consent or the agreement by which it may be had; needed once access is "
        "agreed",
        max_length=300,
        required=False,
    )


class AppraisalForm(AnalysisForm):
    alternative = forms.CharField(
        label="The alternative", help_text="For example a block grant, a fee for service, or doing it in house",
        max_length=200,
    )  # fmt: skip
    cost = _words("Cost", "What it would cost to run, and to buy the same results")
    risk = _words("Risk", "What could go wrong, and who would bear it")
    quality = _words("Quality", "What people who use the service would notice")
    evidence = _words("Evidence", "Where it was tried, and what came of it")
    conclusion = _words("Conclusion", "Why Payment by Results is chosen rather than this, or is not")


class AnalysisFilterForm(Form):
    q = forms.CharField(label="Search", required=False, max_length=100)


@dataclasses.dataclass(frozen=True)
class Register:
    """A register: the names of its pages begin with its code."""

    code: str
    model: type[Challenge] | type[Baseline] | type[DataSource] | type[Appraisal]
    form: type[AnalysisForm]
    title: str
    lead: str
    one: str
    empty: str

    @property
    def list_url(self) -> str:
        return f"stages:{self.code}_list"

    @property
    def add_url(self) -> str:
        return f"stages:{self.code}_add"

    @property
    def table(self) -> str:
        return f"stages/_{self.code}_table.html"


REGISTERS = {
    register.code: register
    for register in (
        Register(
            "challenge",
            Challenge,
            ChallengeForm,
            "Challenges",
            "What stands in the way, inside the bodies that take part and outside them; what is done about it, and by "
            "whom.",
            "a challenge",
            "Record what could keep the programme from working: turnover of staff, old systems, a market of two.",
        ),
        Register(
            "baseline",
            Baseline,
            BaselineForm,
            "Baseline",
            "How things stand before the programme. Without it nobody can say later what the programme changed.",
            "a measure",
            "Record how things stand now for each outcome you have in mind, with the period and the source.",
        ),
        Register(
            "data_source",
            DataSource,
            DataSourceForm,
            "Map of data access",
            "Which record measures which outcome, who holds it, and by what right it may be had.",
            "a record",
            "An outcome that cannot be seen in a record cannot be paid for. Add the record that would show each one.",
        ),
        Register(
            "appraisal",
            Appraisal,
            AppraisalForm,
            "Alternatives to Payment by Results",
            "What else could be done for the same people, held against Payment by Results on cost, risk, quality and "
            "evidence.",
            "an alternative",
            "Payment by Results is one model among several. Hold at least one other against it before you choose.",
        ),
    )
}
