from monitoring.models.flags import Flag
from monitoring.models.measurements import Measurement
from monitoring.models.publications import Publication
from monitoring.models.runs import MonitorRequest, MonitorRun
from monitoring.models.verdicts import Verdict

__all__ = ["Flag", "Measurement", "MonitorRequest", "MonitorRun", "Publication", "Verdict"]
