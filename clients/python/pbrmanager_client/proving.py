"""Files of evidence, as methods: attached to claims, listed, fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pbrmanager_client import models, problems
from pbrmanager_client.calls import Calls, address_of, shaped

CONTENT = "application/octet-stream"


class Proving(Calls):
    """The operations on evidence."""

    def evidence(self, programme: str, claim: int) -> Iterator[models.Evidence]:
        """The files of a claim and of those whose place it took, the latest first."""
        return self._list("listEvidenceClaim", models.Evidence, slug=programme, id=claim)

    def attach_evidence(
        self, programme: str, claim: int, path: Path, *, filename: str = "", key: str = ""
    ) -> models.Evidence:
        """Attach a file from the disk to a claim. It is sent with its digest, so that nothing else is kept."""
        where = address_of("attachFileEvidence", {"slug": programme, "id": claim})
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            wanted = {"filename": filename or path.name, "digest": digest}
            answer = self._connection.post_file(where, wanted, file, CONTENT, key=key)
        return shaped(models.Evidence, answer)

    def fetch_evidence(self, programme: str, claim: int, evidence: models.Evidence, place: Path) -> Path:
        """Write a file of a claim to the place, whole or not at all, for those who may open it."""
        where = address_of("fetchFileEvidence", {"slug": programme, "id": claim, "file": evidence.id})
        self._connection.fetch(where, place)
        with place.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != evidence.digest:
                place.unlink()
                raise problems.NotUnderstood(f"{place.name} is not what was attached. Fetch it again.")
        return place
