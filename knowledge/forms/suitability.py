from typing import Any

from django import forms

from govuk.forms import CharacterCount, Form
from knowledge.domain import suitability as rules
from knowledge.models import Assessment


class BeginForm(Form):
    side = forms.ChoiceField(
        label="From which side do you answer?", choices=Assessment.Side.choices, widget=forms.RadioSelect
    )
    service = forms.CharField(
        label="Name of the service",
        help_text="So that you know these answers again. Name a service or a place, not a person",
        required=False,
        max_length=120,
    )


class QuestionForm(Form):
    """One page of the tool, filled with what was answered before. What is wrong with the answers, the domain says."""

    marks_optional = False

    def __init__(self, *args: Any, tool: rules.Tool, page: rules.Page, side: str, **kwargs: Any) -> None:
        self.tool, self.page, self.side = tool, page, side
        super().__init__(*args, **kwargs)

    def give_labels(self) -> None:
        for question in self.page.questions:
            self.fields[question.code] = _choice(question, self.side)
        for code, feature in self.tool.features.items() if self.page.is_screen else ():
            self.fields[rules.SCREEN + code] = forms.ChoiceField(
                label=feature, choices=rules.MARKS, required=False,
                widget=forms.RadioSelect(attrs={"class": "small inline"}),
            )  # fmt: skip
            self.fields[rules.WHY + code] = forms.CharField(
                label="Your reason", required=False, max_length=rules.LONGEST_REASON,
                widget=CharacterCount(attrs={"rows": 2, "aria-label": f"Your reason: {feature}"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.given()
        for name, message in rules.shortfalls(self.tool, self.page, given, self.side).items():
            if name not in self.errors:
                self.add_error(name, message)
        return self.cleaned_data

    def given(self) -> dict[str, str | list[str]]:
        """The answers as they are kept: lists of codes for questions, words for the screen."""
        said = self.cleaned_data
        codes = {question.code for question in self.page.questions}
        return {
            name: ([value] if isinstance(value, str) and value else list(value or [])) if name in codes else value
            for name, value in said.items()
        }


def _choice(question: rules.Question, side: str) -> forms.Field:
    options = [(option.code, option.label) for option in question.options]
    label = question.asked(side)
    if question.most > 1:
        hint = f"Choose at most {question.most}"
        return forms.MultipleChoiceField(
            label=label, help_text=hint, choices=options, required=False, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=label, choices=options, required=False, widget=forms.RadioSelect)


def initial(page: rules.Page, answers: rules.Answers) -> dict[str, Any]:
    """What the fields begin with: one code where one is chosen."""
    single = {question.code for question in page.questions if question.most == 1}
    return {name: value[0] if name in single and value else value for name, value in answers.items()}


class CompareForm(Form):
    link = forms.CharField(
        label="Link to the other person's answers",
        help_text="Ask them to send you the link of their result",
        max_length=500,
    )

    def key(self) -> str:
        """The key at the end of the link; a key alone is read too."""
        parts = [part for part in self.cleaned_data["link"].split("?")[0].split("/") if part]
        known = [part for part in parts if len(part) > 30]
        return known[-1] if known else (parts[-1] if parts else "")
