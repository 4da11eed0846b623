"""The product without memory: whoever may not see rows is shown what stands, decided on anew each day."""

from collections.abc import Sequence

import pytest

from monitoring.actions import telling
from monitoring.actions.judging import Judging
from monitoring.models import Measurement
from monitoring.selectors import measurements, shown
from stages.models import Programme


def make_forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, until the end of the test."""

    def tell_all(judgings: Sequence[Judging]) -> None:
        for one in judgings:
            assert all(measured.is_told for measured in one.measurements)

    def last_alone(programme: Programme) -> tuple[int, int]:
        last = Measurement.objects.filter(run__programme=programme).order_by("-pk").first()
        return (last.pk if last else 0), 0

    monkeypatch.setattr(telling, "decide", tell_all)
    monkeypatch.setattr(shown, "_last_of_runs", last_alone)
    monkeypatch.setattr(measurements, "ever_told", lambda programme: measurements.standing(programme).defer(None))
