from monitoring.models.comparators import Comparator, ComparatorRemoval, ComparatorVersion
from monitoring.models.flags import Flag
from monitoring.models.gaming import GamingLook, GamingQuestion, GamingReply, GamingSettlement
from monitoring.models.interventions import Intervention, InterventionReply, InterventionStep, PlanMeasure
from monitoring.models.measurements import Measurement
from monitoring.models.publications import Publication
from monitoring.models.runs import MonitorRequest, MonitorRun
from monitoring.models.verdicts import Verdict

__all__ = [
    "Comparator",
    "ComparatorRemoval",
    "ComparatorVersion",
    "Flag",
    "GamingLook",
    "GamingQuestion",
    "GamingReply",
    "GamingSettlement",
    "Intervention",
    "InterventionReply",
    "InterventionStep",
    "Measurement",
    "MonitorRequest",
    "MonitorRun",
    "PlanMeasure",
    "Publication",
    "Verdict",
]
