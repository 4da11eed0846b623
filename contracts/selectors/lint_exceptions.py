"""The Expert Body's reasons to go on in spite of what the linter says."""

from collections.abc import Mapping

from contracts.domain.lint.remarks import Remark
from contracts.models import LintException
from stages.models import Programme


def standing(programme: Programme) -> dict[str, LintException]:
    """By code of the check, the latest reason that was not taken back."""
    rows = LintException.objects.filter(programme=programme).select_related("recorded_by").order_by("recorded_at", "pk")
    latest = {row.check_code: row for row in rows}
    return {code: row for code, row in latest.items() if row.stands}


def answering(remark: Remark, recorded: Mapping[str, LintException]) -> LintException | None:
    """The reason recorded for the remark in these very words; none where its figures have changed since."""
    found = recorded.get(remark.code)
    return found if found is not None and found.said == remark.why else None
