"""A new programme that begins with a comparator of another one."""

from datetime import datetime

from accounts.models import User
from monitoring.actions import comparators
from monitoring.actions.comparators import ComparatorRefused
from monitoring.domain.comparator_files import GOOD
from monitoring.selectors import comparator_starts
from monitoring.selectors import comparators as selectors
from stages.models import Programme


def begin(*, programme: Programme, value: str, by: User, at: datetime) -> None:
    """Keep the comparator as the first of the new programme, as it came: with what is not known and what is wrong.

    Raises `ComparatorRefused` when the person may not see it, or it has been removed in the meantime.
    """
    found = comparator_starts.find(by, value)
    if found is None:
        raise ComparatorRefused("This comparator is no longer on a list that you may see. Choose another one.")
    told = selectors.read(found.document).identifier
    comparators.take(
        programme=programme,
        content=found.document.encode(),
        filename=found.filename,
        identifier="" if told else found.identifier,
        consent=GOOD,
        by=by,
        at=at,
    )
