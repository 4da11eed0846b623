"""Forms for a version as a whole."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import words
from contracts.domain.periods import generate
from contracts.domain.problems import YEARS
from contracts.domain.terms import MOST_EVIDENCE_MONTHS, Period, Terms
from contracts.forms import eligibility, indexation
from contracts.forms.clauses import ClauseForm, Item, typed_lines
from govuk.forms import DateField, Form

UK_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
MOST_YEARS = 40


class HeaderForm(ClauseForm):
    """Title, dates, rounding and calendar of a version."""

    title = forms.CharField(label="Title", max_length=200)
    summary = forms.CharField(
        label="Summary",
        required=False,
        help_text="What the version is, or what it changes and why",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    effective_from = DateField(
        label="In force from",
        help_text="Claims are priced by the version of their event date",
        error_messages={"required": "Enter the day from which the version is in force"},
    )
    effective_to = DateField(label="In force to", required=False, help_text="Leave empty if no end is agreed")
    rounding = forms.ChoiceField(
        label="How amounts are rounded to the penny",
        choices=[("half_up", "Halves up"), ("half_even", "Halves to the even penny")],
        widget=forms.RadioSelect(attrs={"class": "small inline"}),
    )
    rounding_at = forms.ChoiceField(
        label="What is rounded",
        choices=[("line", "Each statement line"), ("total", "The total of a statement")],
        widget=forms.RadioSelect(attrs={"class": "small inline"}),
    )
    working_weekdays = forms.MultipleChoiceField(
        label="Working days of the week",
        choices=list(enumerate(words.WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
    )
    bank_holidays = forms.CharField(
        label="Bank holidays",
        required=False,
        help_text="Days that are not working days, one a line, such as 25/12/2026",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    school_terms = forms.CharField(
        label="School terms",
        required=False,
        help_text="Needed only where a rule counts weeks of term. One a line, its first and its last day, such as "
        "“02/09/2026 to 23/10/2026”; a holiday in the middle divides a term in two",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    evidence_months = forms.IntegerField(
        label="Months for which files of evidence are kept after the last payment",
        required=False,
        min_value=1,
        max_value=MOST_EVIDENCE_MONTHS,
        help_text="72 for six years. Then their content is erased; the record of them stays. Leave empty if nothing "
        "is agreed; then what is usual here holds",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
        error_messages={
            "invalid": "Enter the number of months as a whole number, such as 72",
            "min_value": f"Enter a number of months from 1 to {MOST_EVIDENCE_MONTHS}",
            "max_value": f"Enter a number of months from 1 to {MOST_EVIDENCE_MONTHS}",
        },
    )

    def added_fields(self) -> dict[str, forms.Field]:
        return {**eligibility.fields(), **indexation.fields(self.terms)}

    def initial_of(self, entry: Item) -> Item:
        holidays = [f"{datetime.date.fromisoformat(day):%d/%m/%Y}" for day in entry["calendar"]["bank_holidays"]]
        dates = {
            name: datetime.date.fromisoformat(entry[name]) if entry[name] else None
            for name in ("effective_from", "effective_to")
        }
        weekdays = [str(day) for day in entry["calendar"]["working_weekdays"]]
        return {
            **entry,
            **dates,
            "working_weekdays": weekdays,
            "bank_holidays": "\n".join(holidays),
            "school_terms": "\n".join(map(_term, entry["calendar"].get("school_terms", ()))),
            **eligibility.initial(entry.get("eligibility")),
            **indexation.initial(entry.get("indexation")),
        }

    def clean_eligible_rule(self) -> dict[str, list[str]]:
        return eligibility.rule(self.cleaned_data["eligible_rule"])

    def clean_index_table(self) -> list[Item]:
        return indexation.table(self.cleaned_data["index_table"])

    def clean_bank_holidays(self) -> list[str]:
        return [_iso(line) for line in self.cleaned_data["bank_holidays"].split()]

    def clean_school_terms(self) -> list[Item]:
        found = []
        for line in typed_lines(self.cleaned_data["school_terms"]):
            days = re.split(r"\s+(?:to|–|-)\s+", line)
            if len(days) != 2:
                raise ValidationError(f"Write “{line}” as two days, such as 02/09/2026 to 23/10/2026")
            found.append({"starts_on": _iso(days[0]), "ends_on": _iso(days[1])})
        return found

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("title", "summary", "rounding", "rounding_at")},
            "effective_from": str(data["effective_from"]),
            "effective_to": str(data["effective_to"]) if data["effective_to"] else None,
            "calendar": {
                "working_weekdays": [int(day) for day in data["working_weekdays"]],
                "bank_holidays": data["bank_holidays"],
                "school_terms": data["school_terms"],
            },
            "evidence_months": data["evidence_months"],
            "eligibility": eligibility.item(data),
            "indexation": indexation.item(data),
        }

    def field_of(self, path: str) -> str | None:
        if path.startswith("indexation"):
            return f"index_{path.split('.')[1].split('[')[0]}" if "." in path else "index_basis"
        if path.startswith("eligibility"):
            return f"eligible_{path.split('.')[1]}" if "." in path else "eligible_rule"
        return super().field_of(path.removeprefix("calendar."))


def _term(entry: Item) -> str:
    return " to ".join(f"{datetime.date.fromisoformat(entry[name]):%d/%m/%Y}" for name in ("starts_on", "ends_on"))


def _iso(text: str) -> str:
    match = UK_DATE.match(text)
    try:
        if match:
            day, month, year = map(int, match.groups())
            return datetime.date(year, month, day).isoformat()
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValidationError(f"Write “{text}” as a date, such as 25/12/2026") from error


class PeriodsForm(Form):
    """Periods of equal length between two days."""

    first = DateField(label="First day of the first period", help_text="For example, 1 4 2026")
    last = DateField(label="Last day of the last period")
    length = forms.ChoiceField(
        label="Length of a period",
        choices=[("monthly", "A month"), ("quarterly", "A quarter"), ("yearly", "A year")],
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        error_messages={"required": "Select the length of a period"},
    )

    def __init__(self, *args: Any, terms: Terms, **kwargs: Any) -> None:
        initial = {"first": terms.effective_from, "last": terms.effective_to, "length": "quarterly"}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be on or after the first day")
        elif first and last and (last.year - first.year > MOST_YEARS or last.year not in YEARS):
            self.add_error("last", f"The periods may span at most {MOST_YEARS} years, up to {YEARS[-1]}")
        return data

    def periods(self) -> tuple[Period, ...]:
        data = self.cleaned_data
        return generate(data["first"], data["last"], data["length"])


class ReasonForm(Form):
    """Why a version is sent back."""

    reason = forms.CharField(
        label="What should be changed, and why?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what should be changed, and why"},
    )
