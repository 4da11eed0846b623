"""What somebody says who has a file of a programme made."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from govuk.forms import Form
from stages.domain.exports import AGENT, FILTERS, FORMATS, FROM_PERIOD, OUTCOME, PERIOD, SEGMENT, Choices, Kind

WHOLE = {
    OUTCOME: "All outcomes",
    AGENT: "All agents",
    SEGMENT: "All segments",
    FROM_PERIOD: "The first",
    PERIOD: "The latest",
}


HINTS = {
    OUTCOME: "Open data, claims and lines of statements can be narrowed; everything else is given whole",
    FROM_PERIOD: "Claims by the day of the event",
}


class ExportForm(Form):
    kind = forms.ChoiceField(
        label="What should be in the file?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what should be in the file"},
    )
    form = forms.ChoiceField(
        label="In which format?",
        help_text="CSV opens in every spreadsheet; JSON and lines of JSON are for programs",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the format"},
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.code: kind for kind in kinds}
        for name, label in FILTERS.items() if any(kind.can_be_narrowed for kind in kinds) else ():
            if choices[name]:
                field = forms.ChoiceField(label=label, help_text=HINTS.get(name, ""), required=False)
                field.choices = [("", WHOLE[name]), *choices[name]]
                self.fields[name] = field
        what, how = self.fields["kind"], self.fields["form"]
        assert isinstance(what, forms.ChoiceField)
        assert isinstance(how, forms.ChoiceField)
        what.choices = [
            (kind.code, f"{kind.title} ({', '.join(FORMATS[form] for form in kind.formats)})") for kind in kinds
        ]
        how.choices = [
            (form, capfirst(words)) for form, words in FORMATS.items() if any(form in kind.formats for kind in kinds)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = self.kinds.get(given.get("kind", ""))
        if kind and given.get("form") and given["form"] not in kind.formats:
            words = ", ".join(FORMATS[form] for form in kind.formats)
            self.add_error("form", f"{kind.title} can be had as {words}. Select one of these")
        return given

    def asked(self) -> dict[str, Any]:
        """As the action takes it."""
        given = self.cleaned_data
        filters = {name: given[name] for name in FILTERS if given.get(name)}
        return {"kind": given["kind"], "form": given["form"], "filters": filters}
