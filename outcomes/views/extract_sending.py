"""Sending an extract: a refusal becomes the form's error, and what is wrong with each row a list."""

from datetime import datetime

from accounts.errors import Forbidden, Refused
from accounts.models import User
from delivery.actions.records import RowsRefused
from delivery.domain.tables import BadRow
from outcomes.actions import registers
from outcomes.forms.registers import ExtractForm
from outcomes.models import RegisterExtract
from stages.models import Programme


def send(
    form: ExtractForm, programme: Programme, by: User, at: datetime
) -> tuple[RegisterExtract | None, list[BadRow]]:
    """The extract as it was taken, or nothing and every row that cannot be read."""
    file = form.cleaned_data["file"]
    try:
        given = registers.upload(
            programme=programme, stated=form.stated(), filename=file.name, file=file, by=by, at=at
        )  # fmt: skip
    except Forbidden:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return None, refused.rows if isinstance(refused, RowsRefused) else []
    return given, []
