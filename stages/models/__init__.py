from stages.models.agency import Goal, GoalPlace, GoalRanking, Party, RiskStatement
from stages.models.analysis import Appraisal, Baseline, Challenge, DataSource
from stages.models.conflicts import ConflictDeclaration
from stages.models.consortium import ConsortiumMember
from stages.models.diligence import AgentDiligence, BidAssumption, CashPlan, PrincipalDiligence
from stages.models.exports import Export
from stages.models.falls import CriterionFall
from stages.models.findings import CorrectiveAction, EffectCheck, Finding, FindingReply, FindingStage
from stages.models.gates import GateConfirmation, GateRequest
from stages.models.lessons import LessonAnswer
from stages.models.memberships import Membership
from stages.models.moderation import ModeratedScore
from stages.models.pauses import StagePause, StageResumption
from stages.models.programmes import Programme
from stages.models.purpose import Purpose
from stages.models.registers import HorizonAnswer, HorizonEntry, PracticeEntry
from stages.models.selection import (
    Candidate,
    CandidateScore,
    SelectionAward,
    SelectionCriterion,
    SelectionDecision,
)
from stages.models.stakeholders import Stakeholder, StakeholderContact, StakeholderScore
from stages.models.visits import StageVisit

__all__ = [
    "AgentDiligence",
    "Appraisal",
    "Baseline",
    "BidAssumption",
    "Candidate",
    "CandidateScore",
    "CashPlan",
    "Challenge",
    "ConflictDeclaration",
    "ConsortiumMember",
    "CorrectiveAction",
    "CriterionFall",
    "DataSource",
    "EffectCheck",
    "Export",
    "Finding",
    "FindingReply",
    "FindingStage",
    "GateConfirmation",
    "GateRequest",
    "Goal",
    "GoalPlace",
    "GoalRanking",
    "HorizonAnswer",
    "HorizonEntry",
    "LessonAnswer",
    "Membership",
    "ModeratedScore",
    "Party",
    "PracticeEntry",
    "PrincipalDiligence",
    "Programme",
    "Purpose",
    "RiskStatement",
    "SelectionAward",
    "SelectionCriterion",
    "SelectionDecision",
    "StagePause",
    "StageResumption",
    "StageVisit",
    "Stakeholder",
    "StakeholderContact",
    "StakeholderScore",
]
