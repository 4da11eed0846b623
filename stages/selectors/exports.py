"""Exports as those see them who asked for them."""

import dataclasses
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from accounts.errors import Forbidden
from accounts.models import User
from stages.domain.exports import CONTENT, FORMATS, Choices, Kind, ending
from stages.models import Export, Programme

LONGEST_NAME = 120


def kinds() -> Sequence[Kind]:
    """What can be exported: the table that the project names in settings.EXPORT_KINDS."""
    found: Sequence[Kind] = import_string(settings.EXPORT_KINDS)
    return found


def kind_of(export: Export) -> Kind:
    """The row of the table for an export."""
    return next(kind for kind in kinds() if kind.code == export.kind)


def own(user: User, programme: Programme) -> QuerySet[Export]:
    """What the person asked for in the programme, the latest first."""
    found = Export.objects.filter(programme=programme).asked_by(user)
    return found.select_related("programme", "asked_by").order_by("-pk")


def find(user: User, programme: Programme, pk: int) -> Export:
    """The export, if it was this person who asked for it; otherwise there is none for them."""
    export = own(user, programme).filter(pk=pk).first()
    if export is None:
        raise Http404("No such export")
    return export


def choices(user: User, programme: Programme) -> Choices:
    """What a file can be narrowed to, by the names of its filters: the function that settings.EXPORT_FILTERS names."""
    found: Choices = import_string(settings.EXPORT_FILTERS)(user, programme)
    return found


def basis(kind: Kind, user: User, programme: Programme) -> str:
    """What the person may see now. Raises `Forbidden` where that is nothing."""
    found: str = import_string(kind.basis)(user, programme)
    return found


def offered(user: User, programme: Programme) -> list[Kind]:
    """What the person may have made as a file."""
    return [kind for kind in kinds() if _may_have(kind, user, programme)]


def _may_have(kind: Kind, user: User, programme: Programme) -> bool:
    try:
        basis(kind, user, programme)
    except Forbidden:
        return False
    return True


@dataclasses.dataclass(frozen=True)
class Row:
    """An export as a page lists it, with what is in it and its format in words."""

    export: Export
    title: str
    form: str

    @property
    def is_ready(self) -> bool:
        return self.export.status == Export.Status.READY


def rows(found: Iterable[Export]) -> list[Row]:
    """The exports of a page."""
    titles = {kind.code: kind.title for kind in kinds()}
    return [Row(one, titles.get(one.kind, one.kind), FORMATS.get(one.form, one.form)) for one in found]


def filename(export: Export) -> str:
    """The name under which the file is handed out."""
    day = localdate(export.asked_at).isoformat()
    name = "-".join([export.kind.replace("_", "-"), *export.filters.values()])[:LONGEST_NAME]
    return f"{export.programme.slug}-{name}-{day}.{ending(export.form, export.kind)}"


def content_type(export: Export) -> str:
    return CONTENT[ending(export.form, export.kind)]
