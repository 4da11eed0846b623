from django import forms

from govuk.forms import CharacterCount, Form


class PurposeForm(Form):
    """Everything may be saved unfinished; the gate says what is missing."""

    marks_optional = False

    aim = forms.CharField(
        label="The one purpose",
        help_text="In one sentence: who will be better off, and how. Schemes with several aims pull themselves apart; "
        "put each further aim in a programme of its own.",
        required=False,
        max_length=600,
        widget=CharacterCount(attrs={"rows": 3}),
    )
    why_pbr = forms.CharField(
        label="Why Payment by Results?",
        help_text="What it will bring that a fee for service or a grant would not, and what it will cost to run.",
        required=False,
        max_length=4000,
        widget=CharacterCount(),
    )
