"""What one can look for among participants."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Organisation
from delivery.domain.contract import Contract
from govuk.forms import Form

ANY = ("", "Any")


class ParticipantSearchForm(Form):
    reference = forms.CharField(label="Reference begins with", required=False, max_length=64)
    agent = forms.ChoiceField(label="Agent", required=False)
    segment = forms.ChoiceField(label="Segment", required=False)
    key_worker = forms.CharField(
        label="Key worker", help_text="Name or number, or “none” for those without one", required=False, max_length=64
    )

    standing = forms.ChoiceField(
        label="Service", required=False, choices=[ANY, ("here", "No exit recorded"), ("left", "Left")]
    )

    def __init__(self, *args: Any, agents: Sequence[Organisation], contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("agent", [(agent.code, agent.name) for agent in agents])
        self.choose("segment", list(contract.segment_names.items()))

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer the choices, or leave the field out when there is nothing to choose."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        if len(choices) > 1:
            field.choices = [ANY, *choices]
        else:
            del self.fields[name]
