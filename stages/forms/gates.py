from django import forms

from govuk.forms import CharacterCount, Form


class ConfirmForm(Form):
    holds = forms.TypedChoiceField(
        label="Does it hold?",
        choices=(("yes", "Yes, it holds"), ("no", "No, it does not hold")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(),
    )
    evidence = forms.CharField(
        label="Evidence",
        help_text="What you rely on: the document, its date, who agreed. Your name is kept with it.",
        max_length=2000,
        widget=CharacterCount(),
    )


class AskForm(Form):
    note = forms.CharField(
        label="Note for those who decide",
        required=False,
        max_length=1000,
        widget=CharacterCount(attrs={"rows": 3}),
    )


class DecideForm(Form):
    resolution = forms.ChoiceField(
        label="Decision",
        choices=(("pass", "Pass the gate and close the stage"), ("send_back", "Not yet: send back with the reason")),
        widget=forms.RadioSelect(),
    )
    rationale = forms.CharField(label="Reason", max_length=3000, widget=CharacterCount())


class CloseForm(Form):
    decision = forms.CharField(
        label="Decision and reason",
        help_text="What was decided, by whom, and why. It is kept with what each criterion says now.",
        max_length=3000,
        widget=CharacterCount(),
    )


class ReopenForm(Form):
    because = forms.CharField(
        label="Why is the stage reopened?",
        help_text="What must be looked at again",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
