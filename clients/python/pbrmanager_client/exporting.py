"""Files that are made at their own pace, as methods: asked for, followed, fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pbrmanager_client import models, problems
from pbrmanager_client.calls import Calls, address_of

ExportKind = Literal["pack", "open_data", "indigo", "ocds", "claims", "statement_lines"]
ExportFormat = Literal["csv", "json", "ndjson", "xlsx"]


class Exporting(Calls):
    """The operations on exports."""

    def exports(self, programme: str) -> Iterator[models.Export]:
        """Those that this token asked for, the latest first."""
        return self._list("listExports", models.Export, slug=programme)

    def ask_export(
        self,
        programme: str,
        kind: ExportKind,
        format: ExportFormat,
        *,
        outcome: str | None = None,
        agent: str | None = None,
        segment: str | None = None,
        from_period: str | None = None,
        period: str | None = None,
        key: str = "",
    ) -> models.Export:
        """Have a file made, narrowed to an outcome, an agent, a segment or periods (from one up to another) by codes.

        The answer is the export that has begun: `fetch_export` once it is finished.
        """
        sent = models.ExportSent(
            kind=kind, format=format, outcome=outcome, agent=agent, segment=segment,
            from_period=from_period, period=period,
        )  # fmt: skip
        return self._write("askExport", models.Export, sent, key, slug=programme)

    def export(self, programme: str, number: int) -> models.Export:
        return self._read("followExport", models.Export, slug=programme, id=number)

    def fetch_export(
        self, programme: str, number: int, folder: Path, *, every: float = 2.0, longest: float = 3600.0
    ) -> Path:
        """Wait until the file is ready, and write it to the folder under its name: whole, or not at all.

        Raises `ValueError` with the reason where it could not be made, `TimeoutError` after `longest` seconds, and
        `problems.NotUnderstood` where what arrived is not what was written.
        """
        waited = 0.0
        while not (found := self.export(programme, number)).finished:
            if waited >= longest:
                raise TimeoutError(f"Export {number} is not finished after {longest:.0f} seconds.")
            self._sleep(every)
            waited += every
        if found.status == "failed":
            raise ValueError(found.failure)
        place = folder / Path(found.filename).name
        self._connection.fetch(address_of("fetchFileExport", {"slug": programme, "id": number}), place)
        with place.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != found.digest:
                place.unlink()
                raise problems.NotUnderstood(f"{place.name} is not what was written. Fetch it again.")
        return place
