"""What an agent says about something unusual, and what one can look for among questions."""

from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.forms import CharacterCount, Form
from outcomes.models import Answer
from outcomes.selectors.questions import Cause


class AnswerForm(Form):
    reason = forms.CharField(
        label="Your answer",
        help_text="Commissioner and verifiers can read it",
        max_length=1000,
        widget=CharacterCount(),
        error_messages={"required": "Enter your answer"},
    )
    scope = forms.ChoiceField(
        label="For which rows does it hold?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select for which rows it holds"},
    )

    def __init__(self, *args: Any, of_cause: int, of_participant: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = " in all your files" if of_participant > 1 else ""
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (Answer.Scope.ROW, "This row only"),
            (Answer.Scope.PARTICIPANT, f"This participant{later}, now and later: it is not asked again"),
        ]
        if of_cause > 1:
            field.choices = [
                *field.choices,
                (Answer.Scope.CAUSE, f"All {of_cause:,} rows of this file with this question"),
            ]


class QuestionSearchForm(Form):
    code = forms.ChoiceField(label="Question", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), ("open", "Open"), ("answered", "Answered")]
    )

    def __init__(self, *args: Any, causes: Sequence[Cause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *((cause.unusual.code, cause.unusual.title) for cause in causes)]
