"""What the programme's own records say: rates of those who have had their time, delays, failed checks."""

from datetime import timedelta

import pytest

from outcomes.models import ClaimState
from payments.domain.simulation import history, questions
from payments.selectors import histories
from tests.payments import scheme as schemes
from tests.payments import simulated
from tests.payments.scheme import AS_OF, JANUARY, Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(scheme: Scheme) -> Scheme:
    """80 young starts over 80 days, 40 jobs after 60 days, of which 4 failed; 10 others, of whom one found a job."""
    for number in range(80):
        day = JANUARY + timedelta(days=number)
        person = scheme.start(f"P{number:03}", day)
        if number % 2 == 0:
            claim = scheme.claim(person, day + timedelta(days=60))
            if number % 20 == 0:
                scheme.state(claim, ClaimState.State.FAILED)
    for number in range(10):
        person = scheme.start(f"Q{number}", JANUARY, segment="other")
        if number == 0:
            scheme.claim(person, JANUARY + timedelta(days=60))
    return scheme


def test_rates_delays_and_failures_are_those_of_the_records(recorded: Scheme) -> None:
    found = histories.of(recorded.programme, AS_OF)
    assert found is not None
    assert found.rates["job", "young"][1] == pytest.approx(40 / 80)
    assert found.rates["job", "young"][0] < 0.5 < found.rates["job", "young"][2]
    assert found.lags["job"] == (60.0, 60.0, 60.0)
    assert found.failures["job"][1] == pytest.approx(4 / 41)
    assert found.starts[1] == pytest.approx(90 / (80 / 365.25))


def test_a_segment_with_few_people_has_the_rate_of_all(recorded: Scheme) -> None:
    found = histories.of(recorded.programme, AS_OF)
    assert found is not None
    assert found.rates["job", "other"][1] == pytest.approx(41 / 90)


def test_people_who_have_not_had_their_time_do_not_count(recorded: Scheme) -> None:
    for number in range(50):
        recorded.start(f"R{number}", AS_OF - timedelta(days=10))
    found = histories.of(recorded.programme, AS_OF)
    assert found is not None
    assert found.rates["job", "young"][1] == pytest.approx(40 / 80)


def test_with_too_few_people_there_is_no_history(scheme: Scheme) -> None:
    for number in range(20):
        scheme.start(f"P{number}", JANUARY)
    assert histories.of(scheme.programme, AS_OF) is None


def test_it_is_written_down_and_read_back(recorded: Scheme) -> None:
    found = histories.of(recorded.programme, AS_OF)
    assert found is not None
    assert history.read(found.document()) == found


def test_a_contract_is_simulated_on_it(recorded: Scheme) -> None:
    place = recorded.place
    version = simulated.draft(place, effective_from="2027-01-01", number=2)
    simulation = simulated.finished(version, scenarios=[questions.EXPECTED, questions.PAST], at=schemes.PRICED)
    assert simulation.results is not None
    past = simulation.results["scenarios"][questions.PAST]
    assert past["starts"]["mean"] != simulation.results["scenarios"][questions.EXPECTED]["starts"]["mean"]
