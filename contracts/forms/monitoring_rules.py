"""The form for the lines at which the monitor speaks up."""

import dataclasses
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import monitoring_rules
from contracts.domain.monitoring_rules import DEFAULTS, LATER_NUMBERS, NUMBERS, SHARES
from contracts.forms.clauses import ClauseForm, Item, typed_lines
from contracts.forms.sections import as_share, exact_percent
from govuk.forms import AffixedInput, PercentField

PLANNED = re.compile(r"^(?P<period>[A-Za-z0-9][A-Za-z0-9_-]{0,39})\s*:\s*(?P<starts>[\d,]{1,12})$")


class MonitoringRulesForm(ClauseForm):
    """Every line, with the usual value filled in."""

    GROUPS = (
        (
            "When a target is off track",
            "The whole interval of what was seen must be beyond the line, so that chance alone seldom crosses it.",
            ("minimum_share", "critical_share", "critical_people", "red_periods", "too_few_periods"),
        ),
        (
            "When it is likely to be missed",
            "The forecast is made for the end of the next period and of the contract.",
            ("forecast_chance", "control_charts"),
        ),
        (
            "Starts, waiting and late data",
            "People who have not started, or wait for help, cannot succeed.",
            (
                "starts_in_period",
                "starts_cumulative",
                "planned_starts",
                "backlog",
                "most_days_waiting",
                "late_days",
            ),
        ),
    )
    minimum_share = PercentField(
        label="Line for off track, where a target has no minimum", help_text="Of what was expected by then"
    )
    critical_share = PercentField(label="Line for critically off track", help_text="Of the minimum performance level")
    critical_people = forms.IntegerField(label="People needed for a critical result", min_value=1)
    red_periods = forms.IntegerField(
        label="Periods off track in a row before a finding", min_value=1, widget=AffixedInput(suffix="periods")
    )
    too_few_periods = forms.IntegerField(
        label="Periods with too few people to say before a finding",
        min_value=1,
        max_value=24,
        widget=AffixedInput(suffix="periods"),
    )
    forecast_chance = PercentField(
        label="Chance of being missed from which a target is at risk", help_text="At least 50"
    )
    control_charts = forms.BooleanField(label="Flag results that do not fit chance (control charts)", required=False)
    starts_in_period = PercentField(
        label="Least share of the starts planned for a period", help_text="Below it, starts fall short"
    )
    starts_cumulative = PercentField(
        label="Least share of the starts planned so far", help_text="Below it, starts fall short"
    )
    planned_starts = forms.CharField(
        label="Planned starts by period",
        required=False,
        help_text="One a line: the code of the period, a colon and a number, such as “2026-q1: 120”. Leave empty to "
        "spread the expected starts of a year over its days",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    backlog = PercentField(
        label="Largest backlog", help_text="The share of those who started that may wait for a key worker"
    )
    most_days_waiting = forms.IntegerField(
        label="Longest wait for a key worker", min_value=1, widget=AffixedInput(suffix="working days")
    )
    late_days = forms.IntegerField(
        label="Time after a period’s end until data are late", min_value=1, widget=AffixedInput(suffix="days")
    )

    def initial_of(self, entry: Item) -> Item:
        found = dataclasses.asdict(monitoring_rules.of_document(entry))
        lines = [f"{one['period']}: {one['starts']}" for one in found["planned_starts"]]
        return {
            **found,
            **{name: exact_percent(str(found[name])) for name in SHARES},
            "planned_starts": "\n".join(lines),
        }

    def clean_planned_starts(self) -> list[Item]:
        found = []
        for line in typed_lines(self.cleaned_data["planned_starts"]):
            match = PLANNED.match(line)
            if match is None:
                raise ValidationError(f"Write “{line}” as a period, a colon and a number, such as “2026-q1: 120”")
            found.append({"period": match["period"], "starts": int(match["starts"].replace(",", "") or 0)})
        return found

    def item(self) -> Item:
        """The lines as the document has them; empty where every one is the usual."""
        data: dict[str, Any] = self.cleaned_data
        found = {
            **{name: as_share(data[name]) for name in SHARES},
            **{name: data[name] for name in NUMBERS},
            "control_charts": data["control_charts"],
            "planned_starts": data["planned_starts"],
            **{name: data[name] for name in LATER_NUMBERS if data[name] != getattr(DEFAULTS, name)},
            **({"questions": self.entry["questions"]} if self.entry and self.entry.get("questions") else {}),
        }
        return {} if found == monitoring_rules.document(DEFAULTS) else found
