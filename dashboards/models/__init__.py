from dashboards.models.reports import Report, ReportPlan

__all__ = ["Report", "ReportPlan"]
