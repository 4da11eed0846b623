from typing import Any

from django import forms

from dashboards.selectors.findings_dashboard import Choices
from govuk.forms import Form


class FilterForm(Form):
    """Narrows the findings dashboard."""

    target = forms.ChoiceField(label="Target", required=False)
    agent = forms.ChoiceField(label="Agent", required=False)
    segment = forms.ChoiceField(label="Segment", required=False)
    period = forms.ChoiceField(label="Up to period", required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, first, pairs in (
            ("target", "Furthest off track", choices.targets),
            ("agent", "All agents", choices.agents),
            ("segment", "All segments", choices.segments),
            ("period", "Latest", choices.periods),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *pairs]
