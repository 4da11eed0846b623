"""What the body can decide, read from settings.DECIDABLES without knowing the apps that carry it out."""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from accounts.errors import Refused
from stages.models import Programme


class Resolution(Protocol):
    """What can be resolved about a kind of subject, and the dotted path of the action that carries it out."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def carry_out(self) -> str: ...
    @property
    def stands(self) -> bool: ...
    @property
    def changes_nothing(self) -> bool: ...


class Decidable(Protocol):
    """A kind of subject that the body can decide. See pbrmanager.decidables."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def find(self) -> str: ...
    @property
    def waiting(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def named(self) -> str: ...
    @property
    def titles(self) -> str: ...
    @property
    def resolutions(self) -> tuple[Any, ...]: ...


def table() -> dict[str, Decidable]:
    """The kinds of subject, by code."""
    return {one.kind: one for one in import_string(settings.DECIDABLES)}


def find(kind: str, programme: Programme, subject_id: int) -> Model | None:
    """The record that a decision speaks of; None when the kind or the record is not known."""
    decidable = table().get(kind)
    if decidable is None:
        return None
    finder: Callable[[Programme, int], Model | None] = import_string(decidable.find)
    try:
        return finder(programme, subject_id)
    except Refused:
        return None


def titles(kind: str, programme: Programme, subject_ids: Collection[int]) -> dict[int, str]:
    """The titles of records of one kind, by id; nothing for what is no longer known."""
    decidable = table().get(kind)
    if decidable is None:
        return {}
    reader: Callable[[Programme, Collection[int]], dict[int, str]] = import_string(decidable.titles)
    return reader(programme, subject_ids)


def name_in_pack(kind: str, programme: Programme, subject_id: int) -> dict[str, Any]:
    """How a pack names the matter, with its kind."""
    record = find(kind, programme, subject_id)
    if record is None:
        return {"kind": kind}
    namer: Callable[[Model], dict[str, Any]] = import_string(table()[kind].name)
    return {"kind": kind, **namer(record)}


def named_in_pack(programme: Programme, name: Mapping[str, Any]) -> Model | None:
    """The record that a pack names so; None when there is no such kind or record."""
    decidable = table().get(name["kind"])
    if decidable is None:
        return None
    finder: Callable[[Programme, Mapping[str, Any]], Model | None] = import_string(decidable.named)
    try:
        return finder(programme, name)
    except KeyError:
        return None


def records_waiting(kind: str, programme: Programme) -> list[Model]:
    """The records of one kind that wait for a decision."""
    reader: Callable[[Programme], list[Model]] = import_string(table()[kind].waiting)
    return list(reader(programme))


@dataclasses.dataclass(frozen=True)
class Waiting:
    """A matter that waits for the body's decision."""

    kind: str
    label: str
    subject_id: int
    title: str
    url: str
    summary: str = ""

    @property
    def kind_word(self) -> str:
        """The kind, where the title does not begin with it already."""
        return "" if self.title.lower().startswith(self.label.lower()) else self.label

    @property
    def named(self) -> str:
        """The kind and the title, neither said twice."""
        return f"{self.kind_word}: {self.title}" if self.kind_word else self.title


def waiting(programme: Programme) -> list[Waiting]:
    """Everything that waits for a decision of the body, kind by kind."""
    return [
        _in_words(decidable, record)
        for decidable in table().values()
        for record in records_waiting(decidable.kind, programme)
    ]


def matter(kind: str, programme: Programme, subject_id: int) -> Waiting | None:
    """One matter in words, whether or not it still waits; None when there is no such record."""
    record = find(kind, programme, subject_id)
    return None if record is None else _in_words(table()[kind], record)


def _in_words(decidable: Decidable, record: Model) -> Waiting:
    summary = str(getattr(record, "summary", "") or getattr(record, "note", ""))
    return Waiting(decidable.kind, decidable.label, int(record.pk), str(record), address(record), summary)


def address(record: Model) -> str:
    """The page of a record."""
    getter = getattr(record, "get_absolute_url", None)
    return str(getter()) if getter else ""


def resolution(kind: str, code: str) -> Resolution | None:
    decidable = table().get(kind)
    if decidable is None:
        return None
    return next((one for one in decidable.resolutions if one.code == code), None)


def choices(kind: str) -> list[tuple[str, str]]:
    """The resolutions of a kind as a form's choices."""
    return [(one.code, one.label) for one in table()[kind].resolutions]
