"""Rows that a general importer, with its fastest documented settings, takes without a word, and ours tells of."""

import pytest
import tablib

from bench import acceptance
from outcomes.models import Claim, RowError
from tests.outcomes.scheme import OUTCOME_HEADER, Scheme

SWALLOWED = (
    ("outcome", "nothing", "01/03/2025", "1", ""),
    ("achieved_on", "qualification", "02/01/2025", "1", ""),
    ("achieved_on", "qualification", "02/12/2025", "1", ""),
    ("sequence", "qualification", "03/03/2025", "9", ""),
    ("evidence_kind", "job_outcome", "04/03/2025", "1", "rumour"),
)
"""The column that is wrong, then outcome, day, sequence and kind of evidence: an outcome that the contract does not
have, a day before the start, a day after the file was sent, one result too many, and evidence that is not taken."""


@pytest.mark.django_db
def test_what_a_general_importer_swallows_is_told_row_by_row(scheme: Scheme) -> None:
    scheme.participant("P-1")
    rows = [f"P-1,{outcome},{day},{sequence},,{kind}," for _wrong, outcome, day, sequence, kind in SWALLOWED]
    done = scheme.send("\n".join([OUTCOME_HEADER, *rows]))
    told = RowError.objects.filter(submission=done).order_by("row_number").values_list("field", flat=True)
    assert list(told) == [row[0] for row in SWALLOWED]
    assert not Claim.objects.exists()

    headers = (*acceptance.HEADER[:2], "event_date", *acceptance.HEADER[3:], "version")
    data = [("P-1", outcome, day, sequence, "", kind, "", "1") for _wrong, outcome, day, sequence, kind in SWALLOWED]
    result = acceptance.rival_resource().import_data(tablib.Dataset(*data, headers=headers))
    assert not result.has_errors()
    assert result.totals["new"] == Claim.objects.count() == len(SWALLOWED)
