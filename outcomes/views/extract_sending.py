"""Sending a file of rows: a refusal becomes the form's error, and what is wrong with each row a list."""

from datetime import datetime

from accounts.errors import Forbidden, Refused
from accounts.models import User
from delivery.actions.records import RowsRefused
from delivery.domain.tables import BadRow
from outcomes.actions import identities, registers
from outcomes.actions.identities import Taken
from outcomes.forms.participants import IdentityForm
from outcomes.forms.registers import ExtractForm
from outcomes.models import RegisterExtract
from stages.models import Programme


def send(
    form: ExtractForm, programme: Programme, by: User, at: datetime
) -> tuple[RegisterExtract | None, list[BadRow]]:
    """The extract as it was taken, or nothing and every row that cannot be read."""
    file = form.cleaned_data["file"]
    try:
        taken = registers.upload(
            programme=programme, stated=form.stated(), filename=file.name, file=file, by=by, at=at
        )  # fmt: skip
    except Forbidden:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return None, refused.rows if isinstance(refused, RowsRefused) else []
    return taken, []


def send_identifiers(
    form: IdentityForm, programme: Programme, by: User, at: datetime
) -> tuple[Taken | None, list[BadRow]]:
    """What became of the identifiers, or nothing and every row that is wrong."""
    file, agent = form.cleaned_data["file"], form.cleaned_data["agent"]
    try:
        taken = identities.upload(programme=programme, agent=agent, filename=file.name, file=file, by=by, at=at)
    except Forbidden:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return None, refused.rows if isinstance(refused, RowsRefused) else []
    return taken, []
