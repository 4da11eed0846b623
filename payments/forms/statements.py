"""What one can look for among statements and their lines, and what one asks or answers about them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.forms import CharacterCount, Form
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


class QueryForm(Form):
    text = forms.CharField(
        label="What do you want to know?",
        help_text="Name the line and the figure you ask about. Everybody who can see the statement can read this",
        max_length=2000,
        widget=CharacterCount(),
        error_messages={"required": "Enter what you want to know"},
    )


class AnswerForm(Form):
    text = forms.CharField(
        label="Your answer",
        help_text="Everybody who can see the statement can read this",
        max_length=2000,
        widget=CharacterCount(),
        error_messages={"required": "Enter your answer"},
    )
