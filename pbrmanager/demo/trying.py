"""How the definitions of the demonstration are tried on written cases, and what the body goes on in spite of."""

from datetime import datetime, timedelta

from contracts.actions import agreement_tests, lint_exceptions
from contracts.domain import gate
from contracts.domain.lint.remarks import BREAKS
from contracts.models import ContractVersion
from contracts.selectors import linting
from pbrmanager.demo.cast import Cast
from stages.models import Programme

GOES_ON = {
    "price_covers_cost": "The price for people with a health condition is a little below what serving them is expected "
    "to cost. The fund pays for the first meeting with a nurse outside this contract, which is more than the gap.",
    "share_at_risk": "Both agents have reserves for three quarters, and the share falls with the first year's fees.",
    "prices_by_segment": "The two age groups cost the same to serve in the year before; it is looked at each year.",
    "price_follows_difficulty": "Schools ask more for the younger group, whatever their baseline.",
}
COUNTS, NOT, UNSURE = "counts", "does_not_count", "cannot_tell"
JOB_CASES = (
    ("Sixteen hours a week in a warehouse for thirteen weeks, started in month two.", COUNTS),
    ("Twenty hours a week in a shop for twelve weeks, then the shop closed.", NOT),
    ("Full time in a kitchen for thirteen weeks, started in month five, ended in month eight.", NOT),
    ("Sixteen hours a week as a cleaner with two employers, eight hours each, for thirteen weeks.", COUNTS),
    ("Self-employed as a gardener for four months, with invoices and no payroll.", COUNTS),
    ("Fifteen hours a week for the first five weeks, twenty for the eight weeks after.", NOT),
    ("Full time for six weeks, ill for a week, and full time for seven weeks with the same employer.", COUNTS),
    ("Full time for six weeks, out of work for ten days, and full time for seven weeks elsewhere.", UNSURE),
    ("An unpaid placement of thirteen weeks that ended in a written offer of a job.", NOT),
    ("An apprenticeship of thirty hours a week, paid, for thirteen weeks.", COUNTS),
    ("A contract without fixed hours, on average eighteen a week over thirteen weeks.", UNSURE),
    ("Sixteen hours a week for thirteen weeks, paid in cash, and no record but the employer's letter.", COUNTS),
    ("Sixteen hours a week for thirteen weeks, and neither letter nor record.", NOT),
    ("On leave after a birth for the last three of thirteen weeks, paid by the employer.", COUNTS),
    ("In work already on the day of the start, and for thirteen weeks after.", UNSURE),
    ("Thirteen weeks of work that began the day before the start on the programme.", NOT),
    ("Full time for thirteen weeks, with wages that the agent itself paid.", UNSURE),
    ("Sixteen hours a week as a paid carer for a relative, through the council.", COUNTS),
    ("Twenty-four hours every other week for half a year: twelve a week on average.", NOT),
    ("Thirteen weeks of work, the last of which ended two days after six months from the start.", NOT),
)
SEEN_OTHERWISE = {
    8: ("Not thirteen weeks in a row, and the definition allows no gap.", NOT),
    15: ("In work for thirteen weeks after the start; nothing says that it must be new.", COUNTS),
    17: ("Paid work is paid work.", COUNTS),
}
CONCLUSION = (
    "The body was asked to say whether wages that the agent pays count, and how long a gap may be. Until the next "
    "version the verifiers ask the fund about such cases."
)


def on_cases(cast: Cast, version: ContractVersion, at: datetime) -> None:
    """The verifier and the service users' member decide twenty cases of the first definition."""
    programme, writer = version.programme, cast["commissioner"]
    test = agreement_tests.begin(programme=programme, outcome="job", by=writer, at=at)
    lines = "\n".join(text for text, _ in JOB_CASES)
    agreement_tests.add_cases(test=test, text=lines, by=writer, at=at + timedelta(hours=1))
    agreement_tests.open_for_answers(test=test, people=2, by=writer, at=at + timedelta(hours=2))
    for person, begins, own in (("verifier", 26, {}), ("service-user", 51, SEEN_OTHERWISE)):
        for number, (_, usual) in enumerate(JOB_CASES, 1):
            reason, answer = own.get(number, (_reason(usual), usual))
            agreement_tests.answer(
                test=test, number=number, answer=answer, reason=reason, by=cast[person],
                at=at + timedelta(hours=begins, minutes=3 * number),
            )  # fmt: skip
    agreement_tests.conclude(test=test, conclusion=CONCLUSION, by=writer, at=at + timedelta(days=3))


def _reason(answer: str) -> str:
    reasons = {
        COUNTS: "Thirteen weeks of at least sixteen hours, within six months, with a record.",
        NOT: "One of hours, weeks, months or proof falls short.",
        UNSURE: "The definition does not say.",
    }
    return reasons[answer]


def half_way(cast: Cast, programme: Programme, outcome: str, at: datetime) -> None:
    """A test that waits for its second person."""
    test = agreement_tests.begin(programme=programme, outcome=outcome, by=cast["commissioner"], at=at)
    weeks = [
        f"Came to {85 if number % 2 else 84} of 100 sessions over {number} term weeks, by the register of the school."
        for number in range(4, 24)
    ]
    agreement_tests.add_cases(test=test, text="\n".join(weeks), by=cast["commissioner"], at=at)
    agreement_tests.open_for_answers(test=test, people=2, by=cast["commissioner"], at=at)
    for number in range(1, 13):
        weeks_long = number + 3
        counts = weeks_long >= 13 and weeks_long % 2 == 1
        agreement_tests.answer(
            test=test, number=number, answer=COUNTS if counts else NOT, by=cast["analyst"],
            reason="Thirteen weeks and 85 in 100." if counts else "Fewer than thirteen weeks, or than 85 in 100.",
            at=at + timedelta(hours=2, minutes=4 * number),
        )  # fmt: skip


def go_on(cast: Cast, programme: Programme, at: datetime) -> None:
    """The body's chair records why it goes on in spite of what breaks a principle."""
    version = linting.concerned(programme)
    if version is None:
        return
    for remark in linting.remarks(version):
        if remark.verdict == BREAKS and remark.code not in gate.WITH_CRITERIA:
            lint_exceptions.record(
                version=version, check=remark.code, reason=GOES_ON[remark.code], by=cast["chair"], at=at
            )
