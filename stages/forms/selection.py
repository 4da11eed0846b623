from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify

from accounts.models import Organisation
from govuk.forms import AffixedInput, CharacterCount, Form, MoneyField, PercentField
from stages.domain import selection, standstill
from stages.forms.fields import KnownOrganisationField
from stages.models import Candidate, CandidateScore, SelectionCriterion, SelectionDecision

SPARE_ROWS = 3
MARKS = (
    ("", "Not scored"),
    (0, "0 – nothing"),
    (1, "1 – poor"),
    (2, "2 – weak"),
    (3, "3 – sound"),
    (4, "4 – good"),
    (5, "5 – excellent"),
)


class CriteriaForm(Form):
    """A row for each criterion and some to spare; a row with an empty name goes."""

    def __init__(self, *args: Any, rows: Sequence[selection.Weighted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [row.code for row in rows] + [""] * SPARE_ROWS
        padded: list[selection.Weighted | None] = [*rows, *[None] * SPARE_ROWS]
        for index, row in enumerate(padded):
            self.fields[f"name_{index}"] = forms.CharField(
                label=f"Criterion {index + 1}", max_length=200, required=False, initial=row.name if row else ""
            )
            self.fields[f"weight_{index}"] = PercentField(
                label=f"Weight {index + 1}", required=False, initial=f"{row.weight.normalize():f}" if row else None,
                decimal_places=2,
            )  # fmt: skip
        self.give_messages()

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name_{index}"], self[f"weight_{index}"]) for index in range(len(self.codes))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for index in range(len(self.codes)):
            name, weight = data.get(f"name_{index}"), data.get(f"weight_{index}")
            if name and weight is None and f"weight_{index}" not in self.errors:
                self.add_error(f"weight_{index}", f"Enter the weight of “{name}”")
            if weight is not None and not name:
                self.add_error(f"name_{index}", "Enter the criterion, or clear its weight")
        return data

    def criteria(self) -> list[selection.Weighted]:
        """The rows that were filled in; a row keeps its code when only its words change."""
        filled = [
            (code, self.cleaned_data[f"name_{index}"], self.cleaned_data[f"weight_{index}"])
            for index, code in enumerate(self.codes)
            if self.cleaned_data[f"name_{index}"]
        ]
        return [
            selection.Weighted(code or slugify(name)[:60] or f"criterion-{place}", name, Decimal(weight))
            for place, (code, name, weight) in enumerate(filled, start=1)
        ]


class CandidateForm(Form):
    """An organisation that is known already, or a new one by its name."""

    organisation = KnownOrganisationField(label="Organisation")
    name = forms.CharField(label="Its name, if it is not in the list", required=False, max_length=200)
    case = forms.CharField(
        label="The case for it",
        help_text="Why it might be the best placed",
        required=False,
        max_length=3000,
        widget=CharacterCount(),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("organisation")) == bool(data.get("name")):
            self.add_error("organisation", "Select an organisation, or enter the name of another one")
        return data


class ScoresForm(Form):
    """One assessor's grid: every candidate against every criterion, each score with its reason."""

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Candidate],
        criteria: Sequence[SelectionCriterion],
        earlier: Mapping[tuple[int, int], CandidateScore],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.criteria = candidates, criteria
        for candidate in candidates:
            for row in criteria:
                known = earlier.get((candidate.pk, row.pk))
                self.fields[f"score_{candidate.pk}_{row.pk}"] = forms.TypedChoiceField(
                    label="Score",
                    choices=MARKS,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=known.score if known else "",
                )
                self.fields[f"reason_{candidate.pk}_{row.pk}"] = forms.CharField(
                    label="Reason",
                    max_length=1000,
                    required=False,
                    initial=known.reason if known else "",
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for candidate in self.candidates:
            for row in self.criteria:
                key = f"{candidate.pk}_{row.pk}"
                scored, reason = data.get(f"score_{key}") is not None, (data.get(f"reason_{key}") or "").strip()
                if scored and not reason and f"reason_{key}" not in self.errors:
                    self.add_error(f"reason_{key}", f"Enter the reason for the score of {candidate} on {row}")
                if reason and not scored and f"score_{key}" not in self.errors:
                    self.add_error(f"score_{key}", f"Select the score of {candidate} on {row}")
        return data

    @property
    def grids(self) -> list[tuple[Candidate, list[tuple[SelectionCriterion, forms.BoundField, forms.BoundField]]]]:
        return [
            (
                candidate,
                [
                    (row, self[f"score_{candidate.pk}_{row.pk}"], self[f"reason_{candidate.pk}_{row.pk}"])
                    for row in self.criteria
                ],
            )
            for candidate in self.candidates
        ]

    def scores(self) -> dict[int, list[selection.Scored]]:
        """What was filled in, by candidate."""
        return {
            candidate.pk: [given for row in self.criteria if (given := self._given(candidate, row))]
            for candidate in self.candidates
        }

    def _given(self, candidate: Candidate, row: SelectionCriterion) -> selection.Scored | None:
        key = f"{candidate.pk}_{row.pk}"
        mark = self.cleaned_data[f"score_{key}"]
        return None if mark is None else selection.Scored(row.pk, mark, self.cleaned_data[f"reason_{key}"])


class DecisionForm(Form):
    candidate = forms.TypedChoiceField(label="Who is chosen?", coerce=int, widget=forms.RadioSelect())
    rationale = forms.CharField(
        label="Why they are the best placed",
        help_text="Say too, if the first in the ranking is not chosen, why not",
        max_length=4000,
        widget=CharacterCount(),
    )
    standstill_days = forms.IntegerField(
        label="Standstill",
        help_text="Whole days after today in which candidates may object and nothing is awarded; 0 for none",
        min_value=0,
        max_value=standstill.LONGEST,
        initial=0,
        required=False,
        widget=AffixedInput(suffix="days", attrs={"class": "govuk-input--width-3"}),
    )

    def clean_standstill_days(self) -> int:
        """Nothing entered is no standstill."""
        return self.cleaned_data["standstill_days"] or 0

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["candidate"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(candidate.pk, str(candidate)) for candidate in candidates]


class PrincipalDecisionForm(DecisionForm):
    """The choice of a principal also says what is committed and who answers for it."""

    committed_funds = MoneyField(
        label="Funds committed", help_text="The most that the principal has committed itself to pay", required=False
    )
    accountable_officer = forms.CharField(
        label="Accountable officer",
        help_text="Name and office of the person who answers for the payments",
        max_length=200,
        required=False,
    )
    overlap = forms.CharField(
        label="If the commissioner itself is chosen: how is this disclosed and managed?",
        help_text="Who is told that one body both commissions and pays, and who decides where its two roles differ",
        max_length=2000,
        required=False,
        widget=CharacterCount(),
    )


class AwardForm(Form):
    note = forms.CharField(
        label="Note",
        help_text="For example, that nobody objected, or how an objection was answered",
        required=False,
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )


def decision_form(
    stage: int, data: Any, last: SelectionDecision | None, candidates: Sequence[Candidate]
) -> DecisionForm:
    """The form of the stage, begun with the choice that stands."""
    form_class = PrincipalDecisionForm if stage == 2 else DecisionForm
    initial = (
        {
            "candidate": last.candidate_id,
            "rationale": last.rationale,
            "committed_funds": last.committed_funds,
            "accountable_officer": last.accountable_officer,
            "overlap": last.overlap,
            "standstill_days": last.standstill_days,
        }
        if last
        else {}
    )
    return form_class(data, candidates=candidates, initial=initial)
