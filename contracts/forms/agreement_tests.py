"""Forms for agreement tests, and for the Expert Body's reason to go on in spite of the linter."""

from django import forms

from contracts.domain import agreement
from govuk.forms import CharacterCount, Form


class CasesForm(Form):
    """Many cases at once, one a line."""

    text = forms.CharField(
        label="Cases",
        help_text="One a line, each a short story that the definition has to decide. For example: “Started work of 20 "
        "hours a week in week 3, was ill for 15 days in week 9, and went back to the same employer.” Invent them: "
        "write no names, and nothing that leads to a person.",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Enter at least one case"},
    )

    def show(self, lines: list[str]) -> None:
        for line in lines:
            self.add_error("text", line)


class OpenForm(Form):
    """How many people decide."""

    people = forms.TypedChoiceField(
        label="How many people decide the cases?",
        coerce=int,
        choices=[(number, str(number)) for number in range(agreement.FEWEST_PEOPLE, agreement.MOST_PEOPLE + 1)],
        initial=2,
        widget=forms.RadioSelect(attrs={"class": "small inline"}),
    )


class AnswerForm(Form):
    """What a person decides on one case."""

    number = forms.IntegerField(label="Case", widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Does it count?",
        choices=list(agreement.ANSWERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the case counts"},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="Which words of the definition decide it, or what is missing",
        widget=CharacterCount(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason for your answer"},
    )


class ConclusionForm(Form):
    conclusion = forms.CharField(
        label="What is to be changed?",
        help_text="In the definition or the evidence, or why nothing is",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what is to be changed, or that nothing is"},
    )


class LintExceptionForm(Form):
    reason = forms.CharField(
        label="Why the Expert Body goes on",
        help_text="What was weighed, who bears the risk, and when it is looked at again",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter why the Expert Body goes on"},
    )
