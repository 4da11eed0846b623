"""What an agent says about the columns of its files, and about files of which some rows are wrong."""

from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.forms import Form
from outcomes.forms.submissions import CONSENTS
from outcomes.selectors.arrangements import Heading

NOT_USED = ("", "Not used")


class StandingChoiceForm(Form):
    consent = forms.ChoiceField(
        label="If some rows of a file are wrong",
        choices=CONSENTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what to do with the good rows"},
    )


class ColumnsForm(Form):
    """One question for each column whose name is not ours: which of our columns it is."""

    def __init__(self, *args: Any, headings: Sequence[Heading], ours: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = {f"column_{place}": heading for place, heading in enumerate(headings)}
        for name, heading in self.headings.items():
            shown = ", ".join(heading.cells)
            self.fields[name] = forms.ChoiceField(
                label=f"“{heading.name}”",
                help_text=f"Its first cells: {shown}" if shown else "Its first cells are empty",
                choices=[NOT_USED, *((column, column) for column in ours)],
                required=False,
                initial=heading.meaning or "",
            )

    @property
    def meanings(self) -> dict[str, str]:
        """Heading → our column, or nothing for one that is not used."""
        return {heading.name: self.cleaned_data[name] for name, heading in self.headings.items()}


class ColumnNameForm(Form):
    column = forms.ChoiceField(label="What it means", required=False)

    def __init__(self, *args: Any, ours: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["column"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [NOT_USED, *((column, column) for column in ours)]
