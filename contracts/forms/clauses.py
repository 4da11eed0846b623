"""What the forms for clauses of a contract have in common: from a document's entry to fields, and back."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from contracts.domain.problems import Problem
from contracts.domain.terms import Terms
from govuk.forms import Form
from stages.models import Programme

Item = dict[str, Any]
EVERY_SEGMENT = ("", "Every segment")


class ClauseForm(Form):
    """A form for one entry of a section of a contract document.

    `terms` is the draft as it stands, `entry` the entry to change (None: a new one). `item()` is the entry in the
    document's own format; whether it is right, the domain says, and `show` puts its problems beside the fields.
    """

    GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def __init__(self, *args: Any, programme: Programme, terms: Terms, entry: Item | None, **kwargs: Any) -> None:
        self.programme, self.terms, self.entry = programme, terms, entry
        super().__init__(*args, initial=self.initial_of(entry) if entry is not None else None, **kwargs)
        if entry is not None and "code" in self.fields:
            del self.fields["code"]

    def give_labels(self) -> None:
        self.fields.update(self.added_fields())
        self.prepare()

    def added_fields(self) -> dict[str, forms.Field]:
        """For fields that are not declared on the class."""
        return {}

    def initial_of(self, entry: Item) -> Item:
        """The values of the fields for an entry."""
        return dict(entry)

    def prepare(self) -> None:
        """For choices that depend on the draft."""

    def item(self) -> Item:
        """The entry that the fields describe: the values themselves, unless a form says otherwise."""
        return dict(self.cleaned_data)

    def entry_code(self) -> str:
        """The code of the entry: once given, it stays, because other clauses refer to it."""
        return str(self.entry["code"]) if self.entry is not None else str(self.cleaned_data["code"])

    def show(self, problems: Iterable[Problem], prefix: str) -> None:
        """Put each problem beside the field of its path, or at the top of the form."""
        for problem in problems:
            inside = problem.path.startswith(prefix)
            name = self.field_of(problem.path[len(prefix) :].lstrip(".")) if inside else None
            self.add_error(name, problem.message if name or inside else str(problem))

    def field_of(self, path: str) -> str | None:
        """The field for a path inside the entry."""
        plain = re.sub(r"\[\d+\]", "", path).replace(".", "_")
        candidates = [plain, plain.split("_")[0], path.split(".")[0].split("[")[0]]
        return next((name for name in candidates if name in self.fields), None)

    def groups(self) -> list[tuple[str, str, list[BoundField]]]:
        """The fields by heading and introduction; all of them under none where the form has no groups."""
        if not self.GROUPS:
            return [("", "", list(self.visible_fields()))]
        return [
            (title, text, [self[name] for name in names if name in self.fields]) for title, text, names in self.GROUPS
        ]

    def choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def segment_choices(self) -> list[tuple[str, str]]:
        return [EVERY_SEGMENT, *((one.code, one.name) for one in self.terms.segments)]

    def outcome_choices(self, first: str = "") -> list[tuple[str, str]]:
        named = [(one.code, one.name) for one in self.terms.outcomes]
        return [("", first), *named] if first else named


def typed_lines(text: str) -> list[str]:
    """What a person typed, line by line, without empty ones."""
    return [line for line in map(str.strip, text.splitlines()) if line]


def code_field(example: str) -> forms.CharField:
    return forms.CharField(
        label="Code",
        max_length=60,
        help_text=f"A short name for files and tables, such as {example}. It cannot be changed later.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )


def text_field(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def line_field(label: str, help_text: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text, **options)
