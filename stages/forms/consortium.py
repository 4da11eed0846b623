from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from govuk.forms import Form, PercentField
from stages.domain import consortium
from stages.forms.fields import KnownOrganisationField
from stages.models import ConsortiumMember

SPARE_ROWS = 3
PARTS = (("work", "Work"), ("pay", "Pay"), ("risk", "Risk"))


class ConsortiumForm(Form):
    """A row for each member and some to spare; a row without an organisation goes. One row is the lead's."""

    lead = forms.TypedChoiceField(label="Who leads?", coerce=int, required=False, empty_value=None)

    def __init__(
        self,
        *args: Any,
        members: Sequence[ConsortiumMember],
        organisations: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.count = len(members) + SPARE_ROWS
        lead = self.fields["lead"]
        assert isinstance(lead, forms.TypedChoiceField)
        lead.choices = [("", "Choose"), *[(str(index), f"Member {index + 1}") for index in range(self.count)]]
        lead.initial = next((index for index, row in enumerate(members) if row.is_lead), "")
        padded: list[ConsortiumMember | None] = [*members, *[None] * SPARE_ROWS]
        for index, row in enumerate(padded):
            field = KnownOrganisationField(label=f"Member {index + 1}", required=False)
            field.queryset, field.empty_label = organisations, "Nobody"
            field.initial = row.organisation_id if row else None
            self.fields[f"organisation_{index}"] = field
            for part, label in PARTS:
                share = f"{getattr(row, f'{part}_share').normalize():f}" if row else None
                self.fields[f"{part}_{index}"] = PercentField(
                    label=label, required=False, initial=share, min_value=0, max_value=100, decimal_places=2
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for index in range(self.count):
            body = data.get(f"organisation_{index}")
            for part, label in PARTS:
                share = data.get(f"{part}_{index}")
                if body and share is None and f"{part}_{index}" not in self.errors:
                    self.add_error(f"{part}_{index}", f"Enter the share of {label.lower()} of {body}; 0 for none")
                if share and not body and f"organisation_{index}" not in self.errors:
                    self.add_error(f"organisation_{index}", f"Select the organisation of member {index + 1}")
        return data

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        return [
            (self[f"organisation_{index}"], [self[f"{part}_{index}"] for part, _label in PARTS])
            for index in range(self.count)
        ]

    def members(self) -> list[consortium.Shares]:
        """The rows that were filled in."""
        data = self.cleaned_data
        return [
            consortium.Shares(
                data[f"organisation_{index}"].pk,
                data["lead"] == index,
                *[Decimal(data[f"{part}_{index}"]) for part, _label in PARTS],
            )
            for index in range(self.count)
            if data[f"organisation_{index}"]
        ]
