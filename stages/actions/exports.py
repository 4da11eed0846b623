"""Files of a programme, made by a job that can be taken over at any point, for whoever asked and as they may see it."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.domain import exports as rules
from stages.domain.exports import Kind, Piece
from stages.models import Export, Programme
from stages.selectors import exports

MAKE = "stages.tasks.make_export"
GIVEN_UP = "The file could not be made after {} attempts. Tell the administrator, who finds the reason in the log."
OUTDATED = "What you may see, or what may be shown, has changed since you asked for this file. Ask for a new one."
CHUNK = 1024 * 1024


class ExportRefused(Refused):
    """There is no such file to be made."""


class TooManyExports(Refused):
    """The person has asked for several files that are not ready yet."""


class ExportNotReady(Refused):
    """The file is not there: not yet, not any more, or not at all."""


class ExportOutdated(Refused):
    """The file shows what the person may not see now."""


@transaction.atomic
def ask(
    *,
    programme: Programme,
    kind: str,
    form: str,
    filters: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> Export:
    """Have a file made, narrowed to what the filters say. Raises `Forbidden`, `ExportRefused` or `TooManyExports`."""
    permissions.require(by, "programme.view", programme)
    if wrong := rules.refusal(exports.kinds(), kind, form):
        raise ExportRefused(wrong)
    row = next(one for one in exports.kinds() if one.code == kind)
    basis = exports.basis(row, by, programme)
    wanted, words = _narrowed(row, filters or {}, by, programme)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Export.objects.asked_by(by).at_work().count() >= rules.MOST_AT_WORK:
        raise TooManyExports(f"{rules.MOST_AT_WORK} of your exports are not ready yet. Wait for one, then ask again.")
    export = Export.objects.create(
        programme=programme, kind=kind, form=form, filters=wanted, narrowed_to=words, asked_by=by, asked_at=at,
        basis=basis, path=f"exports/{secrets.token_hex(16)}",
    )  # fmt: skip
    after = {"kind": kind, "form": form, "filters": wanted}
    audit.record(by=by, at=at, action="stages.export.ask", programme=programme.slug, subject=export, after=after)
    enqueue(export)
    return export


def _narrowed(row: Kind, filters: Mapping[str, str], by: User, programme: Programme) -> tuple[dict[str, str], str]:
    """The filters that were chosen, in the order in which they are told, and in words. Raises `ExportRefused`."""
    wanted = {name: filters[name] for name in rules.FILTERS if filters.get(name)}
    if not wanted:
        return {}, ""
    choices = exports.choices(by, programme)
    if wrong := rules.narrowing_refusal(row, wanted, choices):
        raise ExportRefused(wrong)
    return wanted, rules.narrowed_to(wanted, choices)


def enqueue(export: Export) -> None:
    """Queue the job once the present transaction is committed. If the broker is away, the next resumption does it."""

    def queue() -> None:
        current_app.signature(MAKE, kwargs={"export_id": export.pk}).apply_async()

    transaction.on_commit(queue, robust=True)


def make(*, export_id: int, at: datetime) -> Export:
    """Write the file to its end: what the job runs. Running it again, or twice at once, changes nothing."""
    export = Export.objects.select_related("programme", "asked_by").get(pk=export_id)
    with _alone(export) as held:
        export.refresh_from_db()
        if held and not export.is_finished:
            _carry_out(export, at)
    return export


@contextlib.contextmanager
def _alone(export: Export) -> Iterator[bool]:
    """Whether nobody else works on it. The server frees the lock when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"export {export.pk}"])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"export {export.pk}"])


def _carry_out(export: Export, at: datetime) -> None:
    try:
        _begin(export)
        _require_basis(export)
        _write(export)
        _end(export, at)
    except Refused as refused:
        _fail(export, str(refused), at)
    except OSError:
        _fail(export, "The file could not be written: the disk may be full. Tell the administrator.", at)


def _begin(export: Export) -> None:
    if export.attempts >= rules.MOST_ATTEMPTS:
        raise ExportNotReady(GIVEN_UP.format(export.attempts))
    export.status, export.attempts, export.heartbeat_at = Export.Status.WRITING, export.attempts + 1, timezone.now()
    export.save(update_fields=["status", "attempts", "heartbeat_at"])


def _end(export: Export, at: datetime) -> None:
    export.digest = _digest(place_of(export))
    export.status, export.finished_at, export.expires_at = Export.Status.READY, at, at + rules.KEPT_FOR
    export.save(update_fields=["status", "digest", "finished_at", "expires_at"])


def _require_basis(export: Export) -> None:
    """Raise `Forbidden` or `ExportOutdated` unless the person may see what they might when they asked."""
    permissions.require(export.asked_by, "programme.view", export.programme)
    if exports.basis(exports.kind_of(export), export.asked_by, export.programme) != export.basis:
        raise ExportOutdated(OUTDATED)


def _write(export: Export) -> None:
    """Write what follows the part that is on the disk for good; each piece is, before the next is begun."""
    place = place_of(export)
    place.parent.mkdir(parents=True, exist_ok=True)
    if export.written and (not place.exists() or place.stat().st_size < export.written):
        export.cursor, export.written, export.rows = "", 0, 0  # lost with its disk: from the beginning
    kind = exports.kind_of(export)
    maker = import_string(kind.make)
    with place.open("r+b" if place.exists() else "w+b") as file:
        file.truncate(export.written)
        file.seek(export.written)
        given: dict[str, Any] = {"programme": export.programme, "viewer": export.asked_by, "form": export.form}
        if kind.can_be_narrowed:
            given |= {"filters": export.filters}
        for piece in maker(**given, cursor=export.cursor):
            _keep(export, file, piece)


def _keep(export: Export, file: IO[bytes], piece: Piece) -> None:
    file.write(piece.content)
    file.flush()
    os.fsync(file.fileno())
    export.cursor, export.written = piece.cursor, export.written + len(piece.content)
    export.rows, export.rows_expected = export.rows + piece.rows, piece.of
    export.attempts, export.heartbeat_at = 0, timezone.now()
    export.save(update_fields=["cursor", "written", "rows", "rows_expected", "attempts", "heartbeat_at"])


def _fail(export: Export, failure: str, at: datetime) -> None:
    place_of(export).unlink(missing_ok=True)
    export.status, export.failure, export.finished_at = Export.Status.FAILED, failure, at
    export.save(update_fields=["status", "failure", "finished_at"])


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_of(export: Export) -> Path:
    """Where the file lies."""
    return Path(settings.MEDIA_ROOT) / export.path


@transaction.atomic
def fetch(*, export: Export, by: User, at: datetime) -> Path:
    """Where the file lies, for handing it out once more. Raises `ExportNotReady`, `ExportOutdated` or `Forbidden`."""
    if export.asked_by_id != by.pk:
        permissions.refuse("An export is for whoever asked for it. Ask for one of your own.")
    _require_ready(export, at)
    _require_basis(export)
    place = place_of(export)
    if not place.exists():
        raise ExportNotReady("The file is not in the store any more. Ask for a new export.")
    audit.record(by=by, at=at, action="stages.export.fetch", programme=export.programme.slug, subject=export)
    return place


def _require_ready(export: Export, at: datetime) -> None:
    if export.status == Export.Status.FAILED:
        raise ExportNotReady(export.failure)
    if export.status == Export.Status.EXPIRED or (export.expires_at and export.expires_at <= at):
        raise ExportNotReady("The file was removed after a week. Ask for a new export.")
    if export.status != Export.Status.READY:
        raise ExportNotReady("The file is not ready yet. Follow the export, and fetch the file once it is finished.")


def resume_stalled(*, at: datetime) -> int:
    """Queue again every export that nobody has worked on for a minute. Returns how many."""
    stalled = list(Export.objects.stalled(at=at).order_by("pk"))
    Export.objects.filter(pk__in=[one.pk for one in stalled]).update(heartbeat_at=at)
    for export in stalled:
        enqueue(export)
    return len(stalled)


def expire(*, at: datetime) -> int:
    """Remove the files that were kept for a week. Returns how many."""
    over = list(Export.objects.over(at=at))
    for export in over:
        place_of(export).unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk, status=Export.Status.READY).update(status=Export.Status.EXPIRED)
    return len(over)
