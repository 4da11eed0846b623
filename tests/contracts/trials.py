"""Agreement tests, built by the product's own actions."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from contracts.actions import agreement_tests
from contracts.models import AgreementTest
from stages.models import Programme
from tests import builders as general

AT = general.later(days=4)
LINES = [f"Worked for {number} weeks in a row and then went to another employer." for number in range(10, 30)]


def begun(programme: Programme, by: User, outcome: str = "job", at: datetime = AT) -> AgreementTest:
    return agreement_tests.begin(programme=programme, outcome=outcome, by=by, at=at)


def written(programme: Programme, by: User, at: datetime = AT) -> AgreementTest:
    """A test with twenty cases, not yet open."""
    test = begun(programme, by, at=at)
    agreement_tests.add_cases(test=test, text="\n".join(LINES), by=by, at=at)
    return test


def opened(programme: Programme, by: User, people: int = 2, at: datetime = AT) -> AgreementTest:
    return agreement_tests.open_for_answers(test=written(programme, by, at), people=people, by=by, at=at)


def decide(
    test: AgreementTest, person: User, *, otherwise: Mapping[int, str] | None = None, cases: int = 20, at: datetime = AT
) -> None:
    """The person decides the first so many cases: weeks from 26 on count, but for what is decided `otherwise`."""
    for number in range(1, cases + 1):
        usual = "counts" if number > 16 else "does_not_count"
        agreement_tests.answer(
            test=test, number=number, answer=(otherwise or {}).get(number, usual),
            reason="The definition asks for 26 weeks.", by=person, at=at,
        )  # fmt: skip
