"""A programme pack as a file that is exported."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User
from stages import permissions
from stages.actions import pack_export
from stages.domain.exports import Piece
from stages.models import Programme


def basis(user: User, programme: Programme) -> str:
    """Whoever may bring programmes out sees the whole of it. Raises `Forbidden` for everybody else."""
    permissions.require(user, "stage.import", programme)
    return ""


def make(*, programme: Programme, viewer: User, form: str, cursor: str) -> Iterator[Piece]:
    """The whole pack as one piece."""
    if cursor:
        return
    document = pack_export.export(programme=programme, by=viewer)
    text = json.dumps(document, indent=1, ensure_ascii=False, cls=DjangoJSONEncoder)
    yield Piece(text.encode(), "end", 1, 1)
