"""What somebody says about a register extract, and what one can look for in it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Organisation
from govuk.forms import DateField, Form
from outcomes.domain.register_rows import Stated
from outcomes.forms.submissions import RowsFileForm
from outcomes.models import RegisterRow


class ExtractForm(RowsFileForm):
    name = forms.CharField(
        label="Which register is it an extract of?",
        help_text="For example: School census, autumn term 2026",
        max_length=200,
        error_messages={"required": "Enter which register it is"},
    )
    source = forms.CharField(
        label="Who keeps the register?",
        help_text="For example: Children’s services of the council",
        max_length=200,
        error_messages={"required": "Enter who keeps the register"},
    )
    covers_from = DateField(label="First day that it covers", error_messages={"required": "Enter the first day"})
    covers_until = DateField(label="Last day that it covers", error_messages={"required": "Enter the last day"})
    field_order = ("name", "source", "covers_from", "covers_until", "file")

    def what_was_sent(self) -> dict[str, Any]:
        """What is said about the extract, and the file, as the action takes them."""
        given = self.cleaned_data
        stated = Stated(given["name"].strip(), given["source"].strip(), given["covers_from"], given["covers_until"])
        return {"stated": stated, "filename": given["file"].name, "file": given["file"]}


class ExtractSearchForm(Form):
    q = forms.CharField(label="Register or keeper contains", required=False, max_length=100)


class ExtractRowSearchForm(Form):
    reference = forms.CharField(label="Reference begins with", required=False, max_length=64)
    match = forms.ChoiceField(label="Rows about", required=False, choices=[("", "Anybody"), *RegisterRow.Match.choices])


class UnclaimedSearchForm(Form):
    agent = forms.ChoiceField(label="Agent", required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agents: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agent"]
        assert isinstance(field, forms.ChoiceField)
        if len(agents) > 1:
            field.choices = [("", "Any"), *((agent.code, agent.name) for agent in agents)]
        else:
            del self.fields["agent"]
