from outcomes.models.arrangements import ColumnName, StandingChoice
from outcomes.models.checks import Appeal, EvidenceAnswer, EvidenceRequest, ItemDecision
from outcomes.models.claims import Claim, ClaimState, CurrentState
from outcomes.models.evidence import Attachment, AttachmentWithdrawal, EvidenceErasure, EvidenceFile, EvidenceScan
from outcomes.models.measurements import Measurement, MeasurementDecision
from outcomes.models.people import NotAnOutcome, PersonAnswer, PersonQuestion
from outcomes.models.periods import LateException, PeriodClosing, SubmissionWindow
from outcomes.models.questions import Answer, Question
from outcomes.models.registers import RegisterExtract, RegisterRow
from outcomes.models.rows import RejectedRow, RowError
from outcomes.models.submissions import Submission
from outcomes.models.verification import Drawing, PlanEnd, SampleItem, VerificationPlan

__all__ = [
    "Answer",
    "Appeal",
    "Attachment",
    "AttachmentWithdrawal",
    "Claim",
    "ClaimState",
    "ColumnName",
    "CurrentState",
    "Drawing",
    "EvidenceAnswer",
    "EvidenceErasure",
    "EvidenceFile",
    "EvidenceRequest",
    "EvidenceScan",
    "ItemDecision",
    "LateException",
    "Measurement",
    "MeasurementDecision",
    "NotAnOutcome",
    "PeriodClosing",
    "PersonAnswer",
    "PersonQuestion",
    "PlanEnd",
    "Question",
    "RegisterExtract",
    "RegisterRow",
    "RejectedRow",
    "RowError",
    "SampleItem",
    "StandingChoice",
    "Submission",
    "SubmissionWindow",
    "VerificationPlan",
]
