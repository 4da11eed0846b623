"""Steps of a sustained outcome that could have been claimed by now, as the rule that pays them counts weeks."""

from datetime import date

import pytest

from outcomes.selectors import unclaimed
from tests.contracts import documents
from tests.payments.scheme import JANUARY, terms
from tests.payments.scheme import scheme as make_scheme

pytestmark = pytest.mark.django_db
STEPS = {
    "kind": "sustainment_fee", "code": "stay", "name": "Staying in work", "outcome": "stayed", "every_weeks": 4,
    "max_steps": [{"steps": 5}], "amounts": [{"amount": "100.00"}], "prerequisites": ["job"],
}  # fmt: skip


def test_a_step_left_out_and_the_next_one_are_listed() -> None:
    rules = [*documents.version()["rules"], STEPS]
    none = {"method": "none", "source": "None is assumed."}
    stayed = documents.outcome("stayed", kind="sustained", max_per_participant=5, deadweight=none)
    scheme = make_scheme(rules=rules, outcomes=[*terms()["outcomes"], stayed])
    person = scheme.start("P1", JANUARY)
    scheme.claim(person, date(2026, 2, 2))
    scheme.claim(person, date(2026, 3, 2), "stayed", sequence=1)
    scheme.claim(person, date(2026, 4, 27), "stayed", sequence=3)
    found = unclaimed.page(scheme.programme, scheme.place.for_agent, "", date(2026, 5, 25), 1).rows
    assert [(one.outcome, one.day, one.sequence, one.why) for one in found] == [
        ("stayed", date(2026, 3, 30), 2, "A later step was claimed, and this one was not"),
        ("stayed", date(2026, 5, 25), 4, "The next step would be over by now"),
    ]
    before = unclaimed.page(scheme.programme, scheme.place.for_agent, "", date(2026, 5, 24), 1).rows
    assert [one.sequence for one in before] == [2]
