"""What one looks for among runs, what the bank sent, what it took, and where an organisation is paid."""

from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.forms import CharacterCount, Form, MoneyField
from payments.selectors.runs import STATES

ANY = ("", "Any")


class RunSearchForm(Form):
    payer = forms.ChoiceField(label="Payer", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *STATES])
    agent = forms.CharField(label="Agent’s name contains", required=False, max_length=100)

    def __init__(self, *args: Any, payers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["payer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *payers]


class ResponseForm(Form):
    file = forms.FileField(
        label="File from the bank",
        help_text="A status report (pain.002, XML), or a CSV with the columns end_to_end_id, status, amount and reason",
        error_messages={"required": "Select the file that the bank sent", "empty": "The file is empty"},
    )


class ReconcileForm(Form):
    amount = MoneyField(
        label="What did the bank take from the account?",
        help_text="The sum of this run’s payments on the bank’s statement of the account",
        error_messages={"required": "Enter what the bank took from the account"},
    )


class BankAccountForm(Form):
    name = forms.CharField(label="Name of the account", max_length=70)
    sort_code = forms.CharField(
        label="Sort code", help_text="For example, 20-00-00", required=False, max_length=12,
        widget=forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    account_number = forms.CharField(
        label="Account number", help_text="6 to 8 digits", required=False, max_length=12,
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    iban = forms.CharField(
        label="IBAN", help_text="In place of sort code and account number", required=False, max_length=42,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    bic = forms.CharField(
        label="BIC", help_text="With an IBAN, if the bank asks for it", required=False, max_length=11,
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class DecideAccountForm(Form):
    decision = forms.ChoiceField(
        label="Are these details right?",
        help_text="Ask the organisation by telephone or in person, on a number you had before",
        choices=[("confirm", "Yes, they are right"), ("refuse", "No, refuse them")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the details are right"},
    )
    reason = forms.CharField(
        label="Reason, if you refuse them", required=False, max_length=500, widget=CharacterCount()
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "refuse" and not given.get("reason"):
            self.add_error("reason", "Enter why the details are refused")
        return given
