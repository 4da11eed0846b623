from typing import Any

from django import forms

from govuk.forms import Form
from knowledge.models import Assessment


class FitBeginForm(Form):
    side = forms.ChoiceField(
        label="From which side do you answer?", choices=Assessment.Side.choices, widget=forms.RadioSelect
    )


class FitCompareForm(Form):
    marks_optional = False

    first = forms.ChoiceField(label="First person")
    second = forms.ChoiceField(label="Second person")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Choose"), *people]
