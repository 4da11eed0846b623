"""Open data as files that are exported: what has passed the decision on small counts, and nothing else."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.utils.timezone import now

from accounts.errors import Refused
from accounts.models import User
from contracts.selectors import spans
from delivery.selectors import disclosure_rules
from monitoring.domain import open_narrowed, open_tables
from monitoring.selectors import downloads, export_filters, publications
from monitoring.selectors.open_contract import Row
from stages import permissions
from stages.domain.exports import CSV, FROM_PERIOD, PERIOD, Piece, narrowed_to, told
from stages.models import Programme

NO_CONTRACT = "There is no agreed contract yet, so there is nothing to say in this format. Ask for open data as JSON."


def basis(user: User, programme: Programme) -> str:
    """Every member may have it; it depends on the rules on small counts alone."""
    permissions.require(user, "programme.view", programme)
    return told(["open data", *disclosure_rules.rules(programme).version])


def open_data(
    *, programme: Programme, viewer: User, form: str, cursor: str, filters: Mapping[str, str]
) -> Iterator[Piece]:
    """The workbook, the document, or every table as CSV in one archive, with the notes beside them."""
    if cursor:
        return
    document = _narrowed(publications.document(programme), programme, viewer, filters)
    if form == CSV:
        yield Piece(_archive(programme, document), "end", 1, 1)
    else:
        yield _piece(programme, document, "tables.xlsx" if form == "xlsx" else "all.json")


def _narrowed(document: Row, programme: Programme, viewer: User, filters: Mapping[str, str]) -> Row:
    if not filters:
        return document
    days = spans.span(programme, filters.get(FROM_PERIOD, ""), filters.get(PERIOD, ""))
    words = narrowed_to(filters, export_filters.choices(viewer, programme))
    return open_narrowed.narrowed(
        document, filters=filters, words=words, starts_on=days.starts_on, ends_on=days.ends_on
    )


def indigo(*, programme: Programme, viewer: User, form: str, cursor: str) -> Iterator[Piece]:
    """The project as impact-bond data."""
    if not cursor:
        yield _piece(programme, publications.document(programme), f"indigo.{form}")


def ocds(*, programme: Programme, viewer: User, form: str, cursor: str) -> Iterator[Piece]:
    """A release of open contracting data."""
    if not cursor:
        yield _piece(programme, publications.document(programme), "ocds.json")


def _piece(programme: Programme, document: Row, name: str) -> Piece:
    return Piece(_file(programme, document, name).content, "end", 1, 1)


def _file(programme: Programme, document: Row, name: str) -> downloads.File:
    found = downloads.file(document, name, at=now(), uri=f"{settings.SITE_URL}/public/{programme.slug}/data/{name}")
    if found is None:
        raise Refused(NO_CONTRACT)
    return found


def _archive(programme: Programme, document: Row) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for offer in downloads.OFFERS:
            if offer.name.endswith(f".{CSV}"):
                archive.writestr(offer.name, _file(programme, document, offer.name).content)
        archive.writestr("notes.txt", "\n".join(open_tables.notes(document)) + "\n")
    return out.getvalue()
