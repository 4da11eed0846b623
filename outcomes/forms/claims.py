"""What one can look for among claims, and why an agent withdraws one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Organisation
from delivery.domain.contract import Contract
from govuk.forms import CharacterCount, Form
from outcomes.models import ClaimState

ANY = ("", "Any")


def _day(label: str) -> forms.DateField:
    """A day in one box, as a filter has little room."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.TextInput(attrs={"placeholder": "31/3/2026"}),
        error_messages={"invalid": f"{label} must be a date, like 31/3/2026"},
    )


class ClaimSearchForm(Form):
    reference = forms.CharField(label="Participant's reference begins with", required=False, max_length=64)
    outcome = forms.ChoiceField(label="Outcome", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *ClaimState.State.choices])
    agent = forms.ChoiceField(label="Agent", required=False)
    achieved_from = _day("Achieved from")
    achieved_until = _day("Achieved until")
    open_questions = forms.BooleanField(label="Only with open questions", required=False)

    def __init__(self, *args: Any, agents: Sequence[Organisation], contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = {outcome.code: outcome.name for version in contract.versions for outcome in version.outcomes}
        self._offer("outcome", list(outcomes.items()))
        self._offer("agent", [(agent.code, agent.name) for agent in agents])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer the choices, or leave the field out when there is nothing to choose."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        if len(choices) > 1:
            field.choices = [ANY, *choices]
        else:
            del self.fields[name]


class WithdrawalForm(Form):
    reason = forms.CharField(
        label="Why do you withdraw the claim?",
        help_text="Everybody who can see the claim can read the reason. A withdrawal cannot be undone",
        max_length=500,
        widget=CharacterCount(),
        error_messages={"required": "Enter the reason for withdrawing the claim"},
    )
