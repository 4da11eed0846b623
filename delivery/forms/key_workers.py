"""What an agent says of its key workers, of who is with whom, and of staff lent by others."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from delivery.domain import caseloads
from delivery.domain.contract import Contract
from delivery.forms.agents import AgentForm
from delivery.models import KeyWorker
from govuk.forms import AffixedInput, CharacterCount, DateField, Form

ANY = ("", "Any")
STATES = [
    ANY,
    (caseloads.OVERLOADED, "Above the ceiling"),
    (caseloads.IN_HAND, "Within the ceiling"),
    (caseloads.IDLE, "With nobody"),
    (caseloads.UNKNOWN, "No ceiling stated"),
]


def hours() -> forms.DecimalField:
    return forms.DecimalField(
        label="Hours, as a share of full time",
        help_text="1 for full time, 0.6 for three days a week",
        min_value=Decimal("0.01"),
        max_value=1,
        max_digits=3,
        decimal_places=2,
        widget=AffixedInput(suffix="full-time equivalent", attrs={"class": "govuk-input--width-4"}),
    )


class KeyWorkerForm(AgentForm):
    reference = forms.CharField(
        label="Name or staff number", help_text="Of a member of staff; never of a participant", max_length=64
    )
    employer = forms.CharField(
        label="Employed by", help_text="Leave empty when the lead agent employs them", required=False, max_length=200
    )
    seconded_from = forms.CharField(label="Seconded from", required=False, max_length=200)
    from_date = DateField(label="First day")
    until_date = DateField(label="Last day", help_text="Leave empty when it is not known", required=False)
    fte = hours()
    explanation = forms.CharField(
        label="Why the caseload is above the ceiling",
        help_text="If it is: the reason, and until when",
        required=False,
        max_length=1000,
        widget=CharacterCount(attrs={"rows": 3}),
    )


class KeyWorkerSearchForm(Form):
    q = forms.CharField(label="Name, number or employer", required=False, max_length=100)
    agent = forms.ChoiceField(label="Lead agent", required=False)
    state = forms.ChoiceField(label="Caseload", required=False, choices=STATES)

    def __init__(self, *args: Any, agents: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agent"]
        assert isinstance(field, forms.ChoiceField)
        if len(agents) > 1:
            field.choices = [ANY, *((agent.code, agent.name) for agent in agents)]
        else:
            del self.fields["agent"]


class UploadForm(AgentForm):
    file = forms.FileField(
        label="File",
        help_text="A CSV file with the names of the columns in the first row",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"required": "Select the file to send", "missing": "Select the file to send"},
    )

    def content(self) -> bytes:
        """The bytes of the file, as the action takes them."""
        given: bytes = self.cleaned_data["file"].read()
        return given


class AssignForm(Form):
    key_worker = forms.ModelChoiceField(label="Key worker", queryset=KeyWorker.objects.none())
    from_date = DateField(label="From", error_messages={"required": "Enter the first day"})
    segment = forms.ChoiceField(label="Segment", required=False)
    started_from = DateField(label="Started from", required=False)
    started_until = DateField(label="Started until", required=False)
    only_unassigned = forms.BooleanField(
        label="Only participants who have no key worker on that day", required=False, initial=True
    )
    at_most = forms.IntegerField(
        label="How many at most",
        help_text="The longest on the programme first. Leave empty for everybody who fits",
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, workers: QuerySet[KeyWorker], contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worker, segment = self.fields["key_worker"], self.fields["segment"]
        assert isinstance(worker, forms.ModelChoiceField)
        assert isinstance(segment, forms.ChoiceField)
        worker.queryset = workers
        named = {one.code: one.name for version in contract.versions for one in version.segments}
        segment.choices = [ANY, *named.items()]


class SecondmentForm(AgentForm):
    from_organisation = forms.CharField(
        label="Lent by", max_length=200, error_messages={"required": "Enter the organisation that lends the person"}
    )
    role = forms.CharField(label="Role of the person", help_text="For example, housing officer", max_length=200)
    outcome = forms.ChoiceField(label="Outcome that they work towards")
    from_date = DateField(label="First day")
    until_date = DateField(label="Last day", required=False)
    fte = hours()

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(contract.outcome_names.items())


class SearchForm(Form):
    q = forms.CharField(label="Search", required=False, max_length=100)
