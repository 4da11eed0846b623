"""Schemes elsewhere, as methods: sent as the file of their publisher, listed, read, removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pbrmanager_client import models
from pbrmanager_client.calls import Calls, address_of, given_of, shaped

CONTENT = {
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Comparing(Calls):
    """The operations on comparators."""

    def comparators(self, programme: str, *, q: str = "", state: str = "") -> Iterator[models.Comparator]:
        """Those on the list, the latest first; `q` is anything that their files say, `state` may be “removed”."""
        return self._list("listComparators", models.Comparator, {"q": q, "state": state}, slug=programme)

    def comparator(self, programme: str, number: int) -> models.ComparatorDetail:
        """Its last version, with every fact and the fields that were not read."""
        return self._read("readComparator", models.ComparatorDetail, slug=programme, number=number)

    def send_comparators(
        self,
        programme: str,
        path: Path,
        *,
        identifier: str = "",
        consent: Literal["all", "good"] | None = None,
        key: str = "",
    ) -> models.Taken:
        """Send a file of INDIGO or OCDS from the disk: JSON, or projects of INDIGO in a workbook (.xlsx).

        `identifier` is the publisher's number of a single project.
        """
        where = address_of("sendFileAboutSchemesElsewhere", {"slug": programme})
        wanted = given_of({"filename": path.name, "identifier": identifier, "consent": consent})
        with path.open("rb") as file:
            kind = CONTENT.get(path.suffix.lower(), CONTENT[".json"])
            answer = self._connection.post_file(where, wanted, file, kind, key=key)
        return shaped(models.Taken, answer)

    def remove_comparator(
        self, programme: str, number: int, *, reason: str, as_read: bool = False, key: str = ""
    ) -> models.ComparatorDetail:
        """Take it off the list and out of every range. It stays in the history, and its file brings it back."""
        return self._write(
            "removeComparator",
            models.ComparatorDetail,
            models.RemovalSent(reason=reason),
            key,
            "readComparator" if as_read else "",
            slug=programme,
            number=number,
        )
