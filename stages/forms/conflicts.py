from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from govuk.forms import Form
from stages.models import Candidate, ConflictDeclaration

NONE, INTEREST = "none", "interest"


class ConflictsForm(Form):
    """One person's declarations: for each candidate whether they have an interest in it, and in words which."""

    marks_optional = False

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Candidate],
        earlier: Mapping[int, ConflictDeclaration],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.earlier = candidates, earlier
        for candidate in candidates:
            known = earlier.get(candidate.pk)
            self.fields[f"interest_{candidate.pk}"] = forms.ChoiceField(
                label=f"Do you have an interest in {candidate}?",
                help_text="Work, money, family or friendship, now or in the last three years",
                choices=[(NONE, "No interest"), (INTEREST, "I have an interest")],
                required=False,
                initial=(INTEREST if known.has_interest else NONE) if known else None,
                widget=forms.RadioSelect(attrs={"class": "inline"}),
            )
            self.fields[f"statement_{candidate.pk}"] = forms.CharField(
                label="The interest, or why an earlier one no longer stands",
                required=False,
                max_length=1000,
                initial=known.statement if known else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for candidate in self.candidates:
            chosen, words = data.get(f"interest_{candidate.pk}"), (data.get(f"statement_{candidate.pk}") or "").strip()
            if chosen == INTEREST and not words:
                self.add_error(f"statement_{candidate.pk}", f"Enter what your interest in {candidate} is")
            if words and not chosen:
                self.add_error(f"interest_{candidate.pk}", f"Select whether you have an interest in {candidate}")
            known = self.earlier.get(candidate.pk)
            if chosen == NONE and known and known.has_interest and words in {"", known.statement}:
                self.add_error(f"statement_{candidate.pk}", f"Enter why your interest in {candidate} no longer stands")
        return data

    @property
    def rows(self) -> list[tuple[Candidate, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"interest_{one.pk}"], self[f"statement_{one.pk}"]) for one in self.candidates]

    def declarations(self) -> dict[int, tuple[bool, str]]:
        """What was declared, by candidate; candidates that were left open are not among them."""
        return {
            one.pk: (self.cleaned_data[f"interest_{one.pk}"] == INTEREST, self.cleaned_data[f"statement_{one.pk}"])
            for one in self.candidates
            if self.cleaned_data[f"interest_{one.pk}"]
        }
