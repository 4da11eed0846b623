"""What an agent says when sending a file, and what one can look for among files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import Organisation
from govuk.forms import Form
from outcomes.models import Submission
from outcomes.selectors import submissions

ANY = ("", "Any")
LAST_ROW = 10**15
CONSENTS = [
    (Submission.Consent.GOOD, "Take the good rows"),
    (Submission.Consent.ALL, "Take none until every row is right"),
]


class RowsFileForm(Form):
    """A form with a file of rows."""

    file = forms.FileField(
        label="File",
        help_text="A CSV file or an Excel workbook (.xlsx) with the names of the columns in the first row",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": "Select the file to send", "missing": "Select the file to send"},
    )

    def __init__(self, *args: Any, upload_refusal: str = "", **kwargs: Any) -> None:
        """`upload_refusal` says why the file was given up while it arrived; it then takes the place of "Select …"."""
        super().__init__(*args, **kwargs)
        if upload_refusal:
            self.fields["file"].error_messages["required"] = upload_refusal


class SubmissionForm(RowsFileForm):
    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=[
            (Submission.Kind.OUTCOMES, "Outcomes that participants have achieved"),
            (Submission.Kind.PARTICIPANTS, "Participants who have started"),
            (Submission.Kind.CHANGES, "Changes to claims that you sent before: to amend or to withdraw"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is in the file"},
    )
    agent = forms.ModelChoiceField(
        label="Agent",
        queryset=Organisation.objects.none(),
        to_field_name="code",
        error_messages={"required": "Select the agent for which you send the file"},
    )
    consent = forms.ChoiceField(
        label="If some rows are wrong",
        choices=CONSENTS,
        required=False,
        widget=forms.RadioSelect,
        help_text="Wrong rows come back with their reasons in either case",
    )
    dry_run = forms.BooleanField(
        label="Only check the file",
        required=False,
        help_text="You see what would become of every row; nothing is taken until you say so",
    )
    field_order = ("kind", "agent", "consent", "dry_run", "file")

    def __init__(self, *args: Any, agents: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes, rows = settings.MAX_SUBMISSION_BYTES // 1024**2, settings.MAX_SUBMISSION_ROWS
        self.fields["file"].help_text += f". At most {megabytes:,} MB and {rows:,} rows"
        self.only_agent = agents[0] if len(agents) == 1 else None
        field = self.fields["agent"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.only_agent:
            del self.fields["agent"]
        else:
            field.queryset = submissions.senders(agents)

    def clean(self) -> dict[str, Any]:
        """The one agent for which the person can send is taken without asking."""
        given = super().clean() or self.cleaned_data
        return given | ({"agent": self.only_agent} if self.only_agent else {})

    def what_was_sent(self) -> dict[str, Any]:
        """The agent, the kind and the file, as the action takes them."""
        given = self.cleaned_data
        wanted = {name: given[name] for name in ("agent", "kind", "file", "consent", "dry_run")}
        return wanted | {"filename": given["file"].name}


class SubmissionSearchForm(Form):
    q = forms.CharField(label="Name of the file contains", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[ANY, *Submission.Kind.choices])
    status = forms.ChoiceField(label="Status", required=False, choices=[ANY, *Submission.Status.choices])

    def wanted(self) -> dict[str, Any]:
        """What the files are narrowed to."""
        return {name: given for name, given in self.right().items() if given}


class PageForm(Form):
    """Which page of a list is asked for; the first one where that is no number."""

    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_ROW)


class RejectedSearchForm(Form):
    """Rejected rows with one kind of error, as the causes of the submission name them; with a cell; from a row on."""

    code = forms.ChoiceField(label="Rows with this error", required=False)
    q = forms.CharField(label="What a cell holds", required=False, max_length=100)
    row = forms.IntegerField(
        label="From row",
        required=False,
        min_value=1,
        max_value=LAST_ROW,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter the number of a row, like 1200"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, causes: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        named = {cause["code"]: f"{cause['field'] or 'row'}: {words_of(cause['code'])}" for cause in causes}
        field.choices = [("", "Any error"), *named.items()]


def words_of(code: str) -> str:
    """date_month_first → date month first."""
    return code.replace("_", " ")
