from typing import Any

from django import forms

from dashboards.models import Report, ReportPlan
from govuk.forms import Form

MOST_DAYS = 60


class FilterForm(Form):
    """Narrows the list of reports."""

    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any"), *Report.Kind.choices])


class PlanForm(Form):
    """Which reports are made by themselves."""

    every = forms.ChoiceField(
        label="The programme report",
        help_text="It is made in the first night of the month or quarter, once for those who may see records and once "
        "with small counts hidden for everybody else",
        choices=ReportPlan.Every.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how often the report is made"},
    )
    pack_days = forms.IntegerField(
        label="Days before a meeting on which its pack is made",
        help_text=f"From 1 to {MOST_DAYS}. Leave it empty if packs are made by hand only",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={
            "invalid": "Enter a number of days, like 7",
            "min_value": f"Enter a number of days from 1 to {MOST_DAYS}",
            "max_value": f"Enter a number of days from 1 to {MOST_DAYS}",
        },
    )

    def __init__(self, *args: Any, held: ReportPlan | None, **kwargs: Any) -> None:
        said = {"every": held.every, "pack_days": held.pack_days} if held else {"every": ReportPlan.Every.NEVER}
        super().__init__(*args, initial=said, **kwargs)
