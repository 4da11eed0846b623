from outcomes.models.arrangements import ColumnName, StandingChoice
from outcomes.models.claims import Claim, ClaimState
from outcomes.models.measurements import Measurement, MeasurementDecision
from outcomes.models.periods import LateException, PeriodClosing, SubmissionWindow
from outcomes.models.registers import RegisterExtract, RegisterRow
from outcomes.models.rows import RejectedRow, RowError
from outcomes.models.submissions import Submission

__all__ = [
    "Claim",
    "ClaimState",
    "ColumnName",
    "LateException",
    "Measurement",
    "MeasurementDecision",
    "PeriodClosing",
    "RegisterExtract",
    "RegisterRow",
    "RejectedRow",
    "RowError",
    "StandingChoice",
    "Submission",
    "SubmissionWindow",
]
