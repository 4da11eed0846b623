from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Organisation
from dashboards.selectors import track
from govuk.forms import Form
from stages.domain import framework


class FilterForm(Form):
    """Narrows the list of programmes."""

    marks_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)
    stage = forms.TypedChoiceField(
        label="Stage that is open",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any"), *((one.number, f"{one.number}. {one.name}") for one in framework.STAGES)],
    )
    agent = forms.ChoiceField(label="Agent", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *track.CHOICES])
    view = forms.ChoiceField(label="Show as", required=False, choices=[("", "Cards"), ("table", "Table to compare")])

    def __init__(self, *args: Any, agents: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *((agent.code, agent.name) for agent in agents)]
