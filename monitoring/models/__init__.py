from monitoring.models.measurements import Flag, Measurement, MonitorRun

__all__ = ["Flag", "Measurement", "MonitorRun"]
