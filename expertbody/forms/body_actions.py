from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from expertbody.models import BodyActionCheck
from govuk.forms import CharacterCount, DateField, Form
from stages.forms.few_people import ReadByAll


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=2000, widget=CharacterCount(attrs={"rows": 4}))


class AgreeForm(ReadByAll):
    what = _words("What will be done")
    owner = forms.ModelChoiceField(label="Who owns it", queryset=User.objects.none(), empty_label="Select a person")
    due_on = DateField(label="Due date", help_text="For example, 31 3 2027")

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = members


class DoneForm(ReadByAll):
    note = _words("What was done")


class EffectForm(ReadByAll):
    effect = forms.ChoiceField(
        label="Did it have its effect?", choices=BodyActionCheck.Effect.choices, widget=forms.RadioSelect()
    )
    note = _words("What you saw", "The figures or words on which you rely, and where they come from")


class ActionFilterForm(Form):
    marks_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), ("to_do", "To do"), ("done", "Done")]
    )
