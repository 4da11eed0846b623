from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.forms import Form
from stages.domain import selection
from stages.forms.selection import MARKS
from stages.models import ModeratedScore
from stages.selectors.moderation import Row


class ModerationForm(Form):
    """The agreed score of one candidate on each criterion, with its reason.

    `seen` carries the last moderated score that the person had before them, so that two moderators notice each other.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, rows: Sequence[Row], last: ModeratedScore | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = rows
        self.fields["seen"].initial = last.pk if last else 0
        for row in rows:
            key = row.criterion.pk
            self.fields[f"score_{key}"] = forms.TypedChoiceField(
                label="Agreed score",
                choices=MARKS,
                coerce=int,
                empty_value=None,
                required=False,
                initial=row.agreed.score if row.agreed else "",
            )
            self.fields[f"reason_{key}"] = forms.CharField(
                label="Reason for the agreed score",
                max_length=1000,
                required=False,
                initial=row.agreed.reason if row.agreed else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in self.sources:
            key, name = row.criterion.pk, row.criterion.short_name
            scored, reason = data.get(f"score_{key}") is not None, (data.get(f"reason_{key}") or "").strip()
            if scored and not reason and f"reason_{key}" not in self.errors:
                self.add_error(f"reason_{key}", f"Enter the reason for the agreed score on {name}")
            if reason and not scored and f"score_{key}" not in self.errors:
                self.add_error(f"score_{key}", f"Select the agreed score on {name}")
        return data

    @property
    def rows(self) -> list[tuple[Row, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"score_{row.criterion.pk}"], self[f"reason_{row.criterion.pk}"]) for row in self.sources]

    def scores(self) -> list[selection.Scored]:
        """What was agreed."""
        return [
            selection.Scored(row.criterion.pk, mark, self.cleaned_data[f"reason_{row.criterion.pk}"])
            for row in self.sources
            if (mark := self.cleaned_data[f"score_{row.criterion.pk}"]) is not None
        ]
