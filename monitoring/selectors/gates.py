"""What the monitor still lacks for the gate of stage 6."""

import datetime

from contracts.models import ContractVersion, Period
from monitoring.models import MonitorRun
from stages.models import Programme


def snapshot_shortfalls(programme: Programme, as_of: datetime.date) -> list[str]:
    """Every period that ended before the day, under a version with targets, was judged by the latest run."""
    last = MonitorRun.objects.filter(programme=programme).order_by("-pk").first()
    judged = last.judged if last else {}
    versions = _with_targets(programme)
    missing = [
        period.code
        for period in Period.objects.filter(programme=programme, ends_on__lt=as_of).order_by("starts_on")
        if str(period.pk) not in judged and any(_is_in_force(version, period.ends_on) for version in versions)
    ]
    return [f"Not judged yet: {', '.join(missing)}. Run the monitor."] if missing else []


def _with_targets(programme: Programme) -> list[ContractVersion]:
    versions = ContractVersion.objects.filter(programme=programme, targets__isnull=False)
    return list(versions.agreed().distinct())


def _is_in_force(version: ContractVersion, day: datetime.date) -> bool:
    return version.effective_from <= day and (version.effective_to is None or day <= version.effective_to)
