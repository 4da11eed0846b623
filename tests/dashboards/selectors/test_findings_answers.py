"""What the answer says of a target that is at risk."""

from datetime import date

import pytest

from contracts.models import Target
from dashboards.selectors.findings_answers import Answer
from monitoring.domain.tracking import Status
from monitoring.selectors import open_data
from monitoring.selectors.figures import Reading


@pytest.mark.parametrize(
    ("status", "probability", "told", "published"),
    [
        (Status.AMBER, 0.98, "it is likely to be missed", "likely to be missed"),
        (Status.AMBER, 0.02, "Chance of so far off a result if on profile: 2.0%", "lie below what was expected"),
        (Status.RED, 0.0001, "Chance of so far off a result if on profile: under 0.1%", "than chance explains"),
        (Status.ON_TRACK, 0.4, "The data do not speak against it", "do not speak against the target."),
    ],
)
def test_a_target_that_is_at_risk_for_its_forecast_alone_is_not_said_to_lie_below_it(
    status: Status, probability: float, told: str, published: str
) -> None:
    reading = Reading("y1-q1", date(2026, 3, 31), status, 100, 51, 0.51, 0.41, 0.61, 0.45, probability=probability)
    answer = Answer(Target(code="kept", measure=Target.Measure.RATE), "Kept", reading, None, None, None)
    assert told in answer.how_sure
    assert published in open_data._reading(reading)["verdict"]
