from django import forms

from govuk.forms import CharacterCount, Form


class PauseForm(Form):
    because = forms.CharField(
        label="Why is the stage paused?",
        help_text="And what has to happen before it goes on",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )


class ResumeForm(Form):
    because = forms.CharField(
        label="What has changed, so that the stage can go on?",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
