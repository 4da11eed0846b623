"""Forms for payment rules, one for each kind, each with its tables of amounts."""

from collections.abc import Mapping

from django import forms

from contracts.domain.metric_rules import BandedMetric, CohortReduction, SavingShare
from contracts.domain.period_rules import Accelerator, Floor, ServiceFee, VolumeBands
from contracts.domain.rules import AttachmentFee, Bonus, OutcomeFee, SustainmentFee
from contracts.forms import rates, spans
from contracts.forms.clauses import Item
from contracts.forms.cohort_rules import CohortReductionForm, SavingShareForm
from contracts.forms.metric_rules import BandedMetricForm
from contracts.forms.period_rules import AcceleratorForm, FloorForm, PeriodRuleForm, ServiceFeeForm, VolumeBandsForm
from contracts.forms.rule_form import MAIN, RuleForm
from govuk.forms import AffixedInput


class AttachmentFeeForm(RuleForm):
    """A fee for every start."""

    kind = AttachmentFee.kind
    about = "A sum paid once for each participant who starts, whatever comes of it."


def _outcomes(label: str, help_text: str) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs={"class": "small"})
    return forms.MultipleChoiceField(label=label, help_text=help_text, required=False, widget=widget)


def _days() -> forms.IntegerField:
    return forms.IntegerField(
        label="Waiting time after the event date",
        min_value=0,
        initial=0,
        widget=AffixedInput(suffix="working days", attrs=rates.NARROW),
    )


class OutcomeFeeForm(RuleForm):
    """A fee for an outcome, with other routes to it and top-ups."""

    kind = OutcomeFee.kind
    number = ("qualifying", "Least time from the start")
    about = "A sum paid for a result, perhaps by several routes and with top-ups."

    def conditions(self, names: Mapping[str | None, str]) -> dict[str, forms.Field]:
        return {
            "outcome": forms.ChoiceField(label="Outcome"),
            "paid": forms.ChoiceField(
                label="How often it is paid",
                choices=[("once", "Once for each participant"), ("each_time", "Each time it is achieved")],
                initial="once",
                widget=forms.RadioSelect(attrs={"class": "small"}),
            ),
            "routes": _outcomes("Other outcomes that lead to the same payment", "The payment is made once."),
            "top_ups": _outcomes("Outcomes that add to it", "Paid only together with the outcome or a route to it."),
            **{f"with-{code}": self.with_routes(code) for code in self.chosen("top_ups")},
            "prerequisites": _outcomes("Outcomes that must come first", ""),
            **self.numbers("weeks", names),
            **spans.fields(self.terms),
            "waiting_working_days": _days(),
        }

    def clean(self) -> Item:
        data = super().clean() or self.cleaned_data
        for name, message in spans.missing(data).items():
            self.add_error(name, message)
        return data

    def with_routes(self, top_up: str) -> forms.Field:
        names = {one.code: one.name for one in self.terms.outcomes}
        field = _outcomes(f"“{names.get(top_up, top_up)}” is added to", "Leave empty if it is added to any of them.")
        main = self.answers.get("outcome") if self.is_bound else (self.entry or {}).get("outcome")
        field.choices = [(code, names[code]) for code in [main, *self.chosen("routes")] if code in names]
        return field

    def prepare(self) -> None:
        self.choose("outcome", self.outcome_choices("Select an outcome"))
        self.choose_outcomes("routes", "top_ups", "prerequisites")

    def chosen(self, name: str) -> list[str]:
        """The outcomes chosen as routes or as top-ups."""
        if self.is_bound:
            return [code for code in self.answers.getlist(name) if code]  # type: ignore[attr-defined]  # a QueryDict
        return [one["outcome"] for one in self.entry[name]] if self.entry is not None else []

    def tables(self) -> dict[str, str]:
        names = {one.code: one.name for one in self.terms.outcomes}
        found = {MAIN: "Amounts"}
        found |= {f"route-{code}": f"Amounts by the route “{names.get(code, code)}”" for code in self.chosen("routes")}
        found |= {f"top-up-{code}": f"Added for “{names.get(code, code)}”" for code in self.chosen("top_ups")}
        return found

    def stored_amounts(self) -> dict[str, list[Item]]:
        entry = self.entry
        if entry is None:
            return {}
        routes = {f"route-{one['outcome']}": one["amounts"] for one in entry["routes"]}
        top_ups = {f"top-up-{one['outcome']}": one["amounts"] for one in entry["top_ups"]}
        return {**super().stored_amounts(), **routes, **top_ups}

    def initial_of(self, entry: Item) -> Item:
        lists = {name: [one["outcome"] for one in entry[name]] for name in ("routes", "top_ups")}
        weeks = {f"qualifying.{one['segment'] or ''}": one["weeks"] for one in entry["qualifying_weeks"]}
        added = {f"with-{one['outcome']}": one["with_routes"] for one in entry["top_ups"]}
        return {**super().initial_of(entry), **lists, **weeks, **added, **spans.initial(entry)}

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            **super().item(),
            "outcome": data["outcome"],
            "paid": data["paid"],
            "routes": [
                {"outcome": code, "amounts": rates.amounts(f"route-{code}", self.shape, data)}
                for code in data["routes"]
            ],
            "top_ups": [
                {
                    "outcome": code,
                    "amounts": rates.amounts(f"top-up-{code}", self.shape, data),
                    "with_routes": data[f"with-{code}"],
                }
                for code in data["top_ups"]
            ],
            "prerequisites": self.read_prerequisites(),
            "qualifying_weeks": self.read_numbers("weeks"),
            **spans.items(data),
            "waiting_working_days": data["waiting_working_days"],
        }


class SustainmentFeeForm(RuleForm):
    """A fee for every further so many weeks."""

    kind = SustainmentFee.kind
    number = ("steps", "Most steps that are paid")
    about = "A sum paid for every further step of so many weeks that a result is kept up."

    def conditions(self, names: Mapping[str | None, str]) -> dict[str, forms.Field]:
        return {
            "outcome": forms.ChoiceField(
                label="Outcome of one step", help_text="Its sequence is the number of the step"
            ),
            "every_weeks": forms.IntegerField(
                label="Length of a step", min_value=1, widget=AffixedInput(suffix="weeks", attrs=rates.NARROW)
            ),
            **self.numbers("steps", names),
            "prerequisites": _outcomes("Outcomes that must be paid first", ""),
            "waiting_working_days": _days(),
            "allotted_weeks": forms.IntegerField(
                label="Allotted time from the start",
                required=False,
                min_value=1,
                help_text="Nothing is paid for weeks after it. Leave empty for no limit.",
                widget=AffixedInput(suffix="weeks", attrs=rates.NARROW),
            ),
        }

    def prepare(self) -> None:
        self.choose("outcome", self.outcome_choices("Select an outcome"))
        self.choose_outcomes("prerequisites")

    def initial_of(self, entry: Item) -> Item:
        steps = {f"steps.{one['segment'] or ''}": one["steps"] for one in entry["max_steps"]}
        return {**super().initial_of(entry), **steps}

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            **super().item(),
            **{name: data[name] for name in ("outcome", "every_weeks", "waiting_working_days", "allotted_weeks")},
            "max_steps": self.read_numbers("steps"),
            "prerequisites": self.read_prerequisites(),
        }


class BonusForm(RuleForm):
    """An extra sum for a result on a condition."""

    kind = Bonus.kind
    about = (
        "An extra sum for a result, beside what other rules pay for it, for some segments or after earlier outcomes; "
        "or a part that is held back and falls due later."
    )

    def conditions(self, names: Mapping[str | None, str]) -> dict[str, forms.Field]:
        return {
            "outcome": forms.ChoiceField(label="Outcome that brings the extra sum"),
            "segments": _outcomes("Only for these segments", "Select none for every segment."),
            **{f"before-{one.code}": _times(one.name) for one in self.terms.outcomes},
            "waiting_working_days": _days(),
        }

    def prepare(self) -> None:
        self.choose("outcome", self.outcome_choices("Select an outcome"))
        self.choose("segments", [(one.code, one.name) for one in self.terms.segments])
        if not self.terms.segments:
            del self.fields["segments"]

    def initial_of(self, entry: Item) -> Item:
        before = {f"before-{one['outcome']}": one["times"] for one in entry["before"]}
        return {**super().initial_of(entry), **before}

    def item(self) -> Item:
        data = self.cleaned_data
        times = {one.code: data[f"before-{one.code}"] for one in self.terms.outcomes}
        return {
            **super().item(),
            "outcome": data["outcome"],
            "segments": data.get("segments", []),
            "before": [{"outcome": code, "times": number} for code, number in times.items() if number],
            "waiting_working_days": data["waiting_working_days"],
        }


def _times(name: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"Only after “{name}”",
        required=False,
        min_value=1,
        help_text="How often it must have been achieved before. Leave empty if that does not matter.",
        widget=AffixedInput(suffix="times", attrs=rates.NARROW),
    )


FORMS: dict[str, type[RuleForm] | type[PeriodRuleForm]] = {
    AttachmentFee.kind: AttachmentFeeForm,
    OutcomeFee.kind: OutcomeFeeForm,
    SustainmentFee.kind: SustainmentFeeForm,
    ServiceFee.kind: ServiceFeeForm,
    VolumeBands.kind: VolumeBandsForm,
    Accelerator.kind: AcceleratorForm,
    Bonus.kind: BonusForm,
    BandedMetric.kind: BandedMetricForm,
    CohortReduction.kind: CohortReductionForm,
    SavingShare.kind: SavingShareForm,
    Floor.kind: FloorForm,
}
