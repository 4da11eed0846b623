from monitoring.models.flags import Flag
from monitoring.models.measurements import Measurement
from monitoring.models.runs import MonitorRequest, MonitorRun

__all__ = ["Flag", "Measurement", "MonitorRequest", "MonitorRun"]
