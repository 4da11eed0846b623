"""What one can look for among claims, and why an agent withdraws one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Organisation
from delivery.domain.contract import Contract
from govuk.forms import CharacterCount, DateField, Form
from outcomes.domain import evidence
from outcomes.forms.evidence import FilesField, give_up
from outcomes.models import ClaimState
from outcomes.selectors import submissions

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


class ClaimForm(Form):
    """One outcome. What it means that a field is missing or wrong is decided by the checks of every file."""

    agent = forms.ModelChoiceField(
        label="Agent",
        queryset=Organisation.objects.none(),
        to_field_name="code",
        error_messages={"required": "Select the agent for which you claim"},
    )
    participant = forms.CharField(
        label="Participant",
        help_text="Your own reference of the participant",
        max_length=64,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    outcome = forms.ChoiceField(label="Outcome")
    achieved_on = DateField(label="Date on which it was achieved", help_text="For example, 31 3 2026")
    sequence = forms.IntegerField(
        label="Which time or step is it?",
        help_text="1 for the first time, 2 for the second, and so on",
        initial=1,
        min_value=1,
        max_value=32_767,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    value = forms.DecimalField(
        label="Value",
        help_text="Only where the outcome is measured",
        required=False,
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
    )
    evidence_kind = forms.ChoiceField(label="Kind of evidence", required=False)
    evidence_ref = forms.CharField(
        label="Reference of the evidence", help_text="Where the evidence is kept", required=False, max_length=200
    )

    attached = FilesField(label="Files of evidence", required=False)

    def __init__(
        self,
        *args: Any,
        agents: Sequence[Organisation] = (),
        contract: Contract,
        upload_refusal: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        give_up(self, upload_refusal)
        self._offer("outcome", list(contract.outcome_names.items()))
        self._offer(
            "evidence_kind",
            [("", "None"), *((kind, evidence.kind_words(kind)) for kind in contract.evidence_kinds)],
        )
        self.only_agent = agents[0] if len(agents) == 1 else None
        field = self.fields.get("agent")
        if isinstance(field, forms.ModelChoiceField) and self.only_agent is None:
            field.queryset = submissions.senders(agents)
        else:
            del self.fields["agent"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def agent_given(self) -> Organisation:
        found: Organisation = self.only_agent or self.cleaned_data["agent"]
        return found

    def what_was_sent(self) -> dict[str, Any]:
        """The agent, the row and the files, as the action takes them."""
        return {"agent": self.agent_given, "row": self.row, "files": self.cleaned_data["attached"]}

    @property
    def row(self) -> dict[str, str]:
        """The cells of a file of one row."""
        given = {
            name: value for name, value in self.cleaned_data.items() if name not in ("agent", "reason", "attached")
        }
        if given.get("value") is not None:
            given["value"] = f"{given['value'].normalize():f}"
        return {name: "" if value is None else str(value) for name, value in given.items()}


class AmendmentForm(ClaimForm):
    """The claim as it should have been. The participant and the outcome stay; a claim of others is withdrawn."""

    reason = forms.CharField(
        label="Why do you amend the claim?",
        help_text="Everybody who can see the claim can read the reason",
        max_length=500,
        widget=CharacterCount(),
        error_messages={"required": "Enter the reason for amending the claim"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attached"].label = "Further files of evidence"
        for name in ("agent", "participant", "outcome"):
            self.fields.pop(name, None)

    def what_is_amended(self) -> dict[str, Any]:
        """The row, the reason and the files, as the action takes them."""
        given = self.cleaned_data
        return {"row": self.row, "reason": given["reason"], "files": given["attached"]}


class WithdrawalForm(Form):
    reason = forms.CharField(
        label="Why do you withdraw the claim?",
        help_text="Everybody who can see the claim can read the reason. A withdrawal cannot be undone",
        max_length=500,
        widget=CharacterCount(),
        error_messages={"required": "Enter the reason for withdrawing the claim"},
    )
