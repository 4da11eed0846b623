from django import forms

from govuk.forms import CharacterCount, Form


class TakeOffForm(Form):
    reason = forms.CharField(
        label="Why",
        help_text="It stays on record. The public is not shown it",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
        error_messages={"required": "Enter why it is taken off"},
    )
