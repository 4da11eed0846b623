"""Making a verification plan, looking through drawn claims, and what is said about each of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from delivery.domain.contract import Contract
from govuk.forms import AffixedInput, CharacterCount, DateField, Form, PercentField
from outcomes.domain.plans import Intent
from outcomes.forms.evidence import FilesField, give_up
from outcomes.models import ItemDecision, RegisterExtract, VerificationPlan
from outcomes.selectors import sample_items

ANY = ("", "Any")
HUNDRED = Decimal(100)


def _text(label: str, help_text: str = "", required: bool = True, message: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=1000, widget=CharacterCount(),
        error_messages={"required": message} if message else None,
    )  # fmt: skip


def _days(label: str, initial: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=initial, min_value=0, max_value=1000, help_text=help_text,
        widget=AffixedInput(suffix="days"),
    )  # fmt: skip


def _share(label: str, initial: str, help_text: str) -> PercentField:
    return PercentField(label=label, initial=Decimal(initial), help_text=help_text)


class PlanForm(Form):
    """What a plan is to be. The defaults are those of `Intent`."""

    name = forms.CharField(label="Name of the plan", max_length=200, help_text="For example, Homes held in spring 2026")
    starts_on = DateField(label="First day", help_text="Outcomes achieved from this day")
    ends_on = DateField(label="Last day", help_text="Up to and with this day")
    agents = forms.MultipleChoiceField(
        label="Agents", required=False, widget=forms.CheckboxSelectMultiple, help_text="None means all of them"
    )
    outcomes = forms.MultipleChoiceField(
        label="Outcomes", required=False, widget=forms.CheckboxSelectMultiple, help_text="None means all of them"
    )
    method = forms.ChoiceField(
        label="How claims are drawn",
        choices=[
            (VerificationPlan.Method.EQUAL, "Every claim of a group with the same chance"),
            (
                VerificationPlan.Method.BY_VALUE,
                "By what is stated for them: larger amounts are drawn more often",
            ),
        ],
        initial=VerificationPlan.Method.EQUAL,
        widget=forms.RadioSelect,
    )
    apart = forms.MultipleChoiceField(
        label="What claims of an agent are kept apart by",
        required=False,
        choices=[("outcome", "Outcome"), ("period", "Period of the contract")],
        initial=["outcome"],
        widget=forms.CheckboxSelectMultiple,
        help_text="At least one claim of each group is drawn. Not for drawing by value",
    )
    confidence = _share("Confidence", "95", "How sure the result is to be, usually 95%")
    tolerable = _share("Tolerable error rate", "5", "Above it, every claim of the agent can be checked")
    expected = _share("Expected error rate", "1", "Well below the tolerable rate: the nearer, the larger the sample")
    risk_share = _share(
        "Share of claims with a question to check", "25",
        "A claim asks a question when it comes late, its agent is new, its evidence is named or attached for somebody "
        "else too, or a question about it is open",
    )  # fmt: skip
    late_days = _days("Late means received after", 60, "Counted from the day of the outcome")
    new_days = _days("An agent is new for", 90, "Counted from its first outcome in the programme")
    due_on = DateField(label="Day by which everything is to be checked")
    answer_days = _days("Time for agents to send evidence", 14)
    appeal_days = _days("Time for agents to appeal", 14)
    recovery = forms.ChoiceField(
        label="What errors cost",
        choices=VerificationPlan.Recovery.choices,
        initial=VerificationPlan.Recovery.NONE,
        widget=forms.RadioSelect,
    )
    recovery_basis = forms.CharField(
        label="Where it is agreed that errors are extrapolated",
        required=False,
        max_length=300,
        help_text="Needed where the rest is recovered too, for example the clause of the contract",
    )

    def __init__(self, *args: Any, agents: Sequence[Organisation], contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("agents", [(agent.code, agent.name) for agent in agents])
        outcomes = {outcome.code: outcome.name for version in contract.versions for outcome in version.outcomes}
        self._offer("outcomes", list(outcomes.items()))

    def _offer(self, field: str, choices: Sequence[tuple[str, str]]) -> None:
        found = self.fields[field]
        assert isinstance(found, forms.MultipleChoiceField)
        found.choices = choices

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("recovery") not in (None, VerificationPlan.Recovery.NONE) and not data.get("recovery_basis"):
            self.add_error("recovery_basis", "Enter where it is agreed that errors are extrapolated")
        if None not in (data.get("starts_on"), data.get("ends_on")) and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "The last day cannot be before the first day")
        if None not in (data.get("expected"), data.get("tolerable")) and data["expected"] >= data["tolerable"]:
            self.add_error("expected", "The expected error rate must be below the tolerable one")
        return data

    def intent(self) -> Intent:
        data = self.cleaned_data
        shares = {name: data[name] / HUNDRED for name in ("confidence", "tolerable", "expected", "risk_share")}
        return Intent(**{**data, **shares})


class ItemSearchForm(Form):
    q = forms.CharField(label="Claim number, or beginning of a reference", required=False, max_length=64)
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *sample_items.STATES])
    stratum = forms.ChoiceField(label="Claims of", required=False)
    mine = forms.BooleanField(label="Only what I can decide next", required=False)

    def __init__(self, *args: Any, strata: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.fields["stratum"]
        assert isinstance(found, forms.ChoiceField)
        found.choices = [ANY, *strata]


class AskForm(Form):
    text = _text("What is the agent to show?", "No names of participants", message="Enter what the agent is to show")
    due_on = DateField(label="By which day?")


class AnswerForm(Form):
    text = _text(
        "What does the evidence show?", "No names of participants",
        message="Enter what the evidence shows, or why there is none",
    )  # fmt: skip
    reference = forms.CharField(
        label="Reference of the evidence", required=False, max_length=200,
        help_text="Under which the verifier finds it, for example the number of a letter",
    )  # fmt: skip
    attached = FilesField(label="Files", required=False)

    def __init__(self, *args: Any, upload_refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_up(self, upload_refusal)

    def what_was_sent(self) -> dict[str, Any]:
        """The answer and its files, as the action takes them."""
        given = dict(self.cleaned_data)
        return {"files": given.pop("attached"), **given}


class CheckForm(Form):
    verdict = forms.ChoiceField(
        label="Is the claim in order?",
        choices=[
            (ItemDecision.Verdict.PASSED, "Yes: the evidence shows the outcome"),
            (ItemDecision.Verdict.FAILED, "No: it fails, if another verifier agrees"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the claim is in order"},
    )
    reason = forms.ChoiceField(
        label="What is wrong with it?", required=False, choices=[("", "Nothing"), *ItemDecision.Reason.choices]
    )
    note = _text("What you saw", "Needed where the claim fails. No names of participants", required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("verdict") == ItemDecision.Verdict.FAILED:
            if not data.get("reason"):
                self.add_error("reason", "Select what is wrong with the claim")
            if not data.get("note", "").strip():
                self.add_error("note", "Enter what you saw")
        return data


class ConfirmForm(Form):
    agree = forms.TypedChoiceField(
        label="Do you agree that the claim fails?",
        choices=[("yes", "Yes: the claim fails"), ("no", "No: it has to be checked again")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    note = _text("What you looked at", "Needed where you do not agree", required=False)


class AppealForm(Form):
    text = _text("Why should the claim stand?", "No names of participants", message="Enter why the claim should stand")


class AppealDecisionForm(Form):
    uphold = forms.TypedChoiceField(
        label="Does the claim stand?",
        choices=[("yes", "Yes: the appeal is upheld"), ("no", "No: the appeal is dismissed")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the claim stands"},
    )
    note = _text("Why?", message="Enter why the appeal is decided in this way")


class MatchForm(Form):
    extract: "forms.ModelChoiceField[RegisterExtract]" = forms.ModelChoiceField(
        label="Register extract", queryset=None, error_messages={"required": "Select the register extract"}
    )

    def __init__(self, *args: Any, extracts: QuerySet[RegisterExtract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.fields["extract"]
        assert isinstance(found, forms.ModelChoiceField)
        found.queryset = extracts


class ReasonForm(Form):
    reason = _text("Why?", message="Enter the reason")
