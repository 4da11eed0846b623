from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.forms import Form
from stages.forms.few_people import ReadByAll


def _votes(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )


class DecisionForm(ReadByAll):
    """What the body resolved, how it voted and why."""

    resolution = forms.ChoiceField(
        label="What did the Expert Body decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the Expert Body decided"},
    )
    votes_for = _votes("Votes for")
    votes_against = _votes("Votes against")
    abstentions = _votes("Abstentions")
    rationale = forms.CharField(
        label="Reason for the decision",
        help_text="Say what the decision rests on. It is kept for ever and everybody in the programme can read it",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter the reason for the decision"},
    )
    dissent = forms.CharField(
        label="Dissent",
        required=False,
        help_text="What those who did not agree want to be remembered",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    supersedes = forms.TypedChoiceField(
        label="Does it supersede a decision in force?",
        help_text="A decision that contradicts one in force on the same matter has to say so",
        required=False,
        coerce=int,
        empty_value=None,
    )
    supersedes_because = forms.CharField(
        label="Why is that decision superseded?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        resolutions: Sequence[tuple[str, str]],
        in_force: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["resolution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(resolutions)
        if not in_force:
            del self.fields["supersedes"], self.fields["supersedes_because"]
            return
        earlier = self.fields["supersedes"]
        assert isinstance(earlier, forms.ChoiceField)
        earlier.choices = [("", "No"), *((number, f"Decision {number}: {words}") for number, words in in_force)]


class SearchForm(Form):
    """Narrows the list of decisions."""

    marks_optional = False

    q = forms.CharField(label="Search the reasons", required=False)
    kind = forms.ChoiceField(label="Kind of matter", required=False)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All"), *kinds]
