"""What one says when starting a simulation."""

import secrets
from typing import Any

from django import forms

from govuk.forms import Form
from payments.domain.simulation import questions
from payments.domain.simulation.questions import FEWEST_RUNS, MOST_RUNS, MOST_SEED, USUAL_RUNS

USUAL = [questions.EXPECTED, questions.PESSIMISTIC, questions.NULL]


class SimulationForm(Form):
    scenarios = forms.MultipleChoiceField(
        label="Scenarios",
        choices=[(code, f"{name}: {questions.MEANINGS[code]}") for code, name in questions.SCENARIOS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=USUAL,
        error_messages={"required": "Select at least one of the scenarios"},
    )
    runs = forms.IntegerField(
        label="Runs of each scenario",
        min_value=FEWEST_RUNS,
        max_value=MOST_RUNS,
        initial=USUAL_RUNS,
        help_text="More runs make the bands steadier and take longer. 10,000 take some seconds",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    seed = forms.IntegerField(
        label="Seed",
        required=False,
        min_value=0,
        max_value=MOST_SEED,
        help_text="The same seed gives the same figures. Leave it empty for one by chance",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-10"}),
    )

    def clean_seed(self) -> int:
        seed: int | None = self.cleaned_data["seed"]
        return secrets.randbelow(1_000_000) if seed is None else seed

    def what_was_asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("scenarios", "runs", "seed")}
