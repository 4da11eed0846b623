"""Register extracts, sent as a commissioner or verifier sends them."""

import io
from datetime import date, datetime
from typing import Any

from accounts.models import User
from outcomes.actions import registers
from outcomes.domain.register_rows import Stated
from outcomes.models import RegisterExtract
from stages.models import Programme
from tests.outcomes.scheme import SENT

STATED = Stated("Payroll, 2025", "Revenue office", date(2025, 1, 1), date(2025, 11, 30))


def send(programme: Programme, content: str, *, by: User, at: datetime = SENT, **stated: Any) -> RegisterExtract:
    """Send an extract as a CSV."""
    given = Stated(**{**vars(STATED), **stated})
    return registers.upload(
        programme=programme, stated=given, filename="extract.csv", file=io.BytesIO(content.encode()), by=by, at=at
    )
