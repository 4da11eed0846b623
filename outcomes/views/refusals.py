"""What the checks of a file say, beside the fields of a form."""

from accounts.errors import Forbidden, Refused
from govuk.forms import Form
from outcomes.actions.evidence import EvidenceRefused
from outcomes.actions.files import FileRefused
from outcomes.actions.single_claims import RowRefused, Wrong


def beside_fields(form: Form, refused: Refused) -> None:
    """Add each sentence to its field, or to the form where it has none. Who may not do it at all is turned away."""
    if isinstance(refused, Forbidden):
        raise refused
    found = refused.wrong if isinstance(refused, RowRefused) else [Wrong(_field(refused), "refused", str(refused))]
    for wrong in found:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.sentence)


def _field(refused: Refused) -> str:
    return "attached" if isinstance(refused, FileRefused | EvidenceRefused) else ""
