"""What one can look for among statements and their lines, and what one proposes, asks, answers or signs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from govuk.forms import AffixedInput, CharacterCount, DateField, Form, MoneyField
from payments.domain.sign_offs import MOST_PEOPLE, Band
from payments.selectors.statements import STATES

ANY = ("", "Any")
Choices = Sequence[tuple[str, str]]


class StatementSearchForm(Form):
    period = forms.ChoiceField(label="Period", required=False)
    agent = forms.ChoiceField(label="Agent", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *STATES])

    def __init__(self, *args: Any, periods: Choices, agents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("period", periods), ("agent", agents)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *choices]
        if len(agents) < 2:
            del self.fields["agent"]


class LineSearchForm(Form):
    reference = forms.CharField(label="Participant’s reference begins with", required=False, max_length=64)


class ProposeForm(Form):
    due_on = DateField(
        label="Day by which the agent answers",
        help_text="If the agent has not accepted or asked by then, the statement can be approved",
    )


class ApproveForm(Form):
    """`asked` says that a query is open, so that approving needs a reason."""

    override = forms.CharField(
        label="Why do you approve although a query is open?",
        help_text="Everybody who can see the statement can read this",
        max_length=2000,
        widget=CharacterCount(),
        error_messages={"required": "Enter why you approve although a query is open"},
    )

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["override"]


class QueryForm(Form):
    line = forms.ChoiceField(label="What do you ask about?", required=False)
    text = forms.CharField(
        label="What do you want to know?",
        help_text="Name the figure you ask about. Everybody who can see the statement can read this",
        max_length=2000,
        widget=CharacterCount(),
        error_messages={"required": "Enter what you want to know"},
    )

    def __init__(self, *args: Any, lines: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(lines)
        field.label = "What do you ask about?"


class AnswerForm(Form):
    text = forms.CharField(
        label="Your answer",
        help_text="Everybody who can see the statement can read this",
        max_length=2000,
        widget=CharacterCount(),
        error_messages={"required": "Enter your answer"},
    )


class SignOffsForm(Form):
    """Two bands and what is above them, in the words of people who approve."""

    one = MoneyField(
        label="One person signs off amounts up to",
        help_text="Enter 0 if one person is never enough",
        min_value=Decimal(0),
        decimal_places=2,
    )
    two = MoneyField(
        label="Two people sign off amounts up to",
        help_text="Leave it empty if two people are enough for every amount",
        min_value=Decimal(0),
        decimal_places=2,
        required=False,
    )
    above = forms.IntegerField(
        label="People for every larger amount",
        help_text="Leave it empty if two people are enough",
        min_value=2,
        max_value=MOST_PEOPLE,
        required=False,
        widget=AffixedInput(suffix="people", attrs={"class": "govuk-input--width-2"}),
    )
    reason = forms.CharField(label="Reason for the change", max_length=500, widget=CharacterCount())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        one, two, above = given.get("one"), given.get("two"), given.get("above")
        if two is not None and one is not None and two <= one:
            self.add_error("two", "Enter an amount larger than that for one person")
        if two is None and above is not None:
            self.add_error("two", "Enter the amount up to which two people are enough")
        if two is not None and above is None:
            self.add_error("above", "Enter how many people sign off larger amounts")
        return given

    def bands(self) -> list[Band]:
        """What was entered, as bands."""
        given = self.cleaned_data
        found = [Band(given["one"], 1)] if given["one"] else []
        if given["two"] is None:
            return [*found, Band(None, 2)]
        return [*found, Band(given["two"], 2), Band(None, given["above"])]
