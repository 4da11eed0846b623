"""What the gate of stage 6 says of statements."""

from datetime import date

from payments.selectors import gates
from tests.payments.scheme import MAY, Scheme


def test_statements_of_ended_periods_that_wait_are_named_until_they_are_approved(scheme: Scheme) -> None:
    programme = scheme.programme
    assert gates.statement_shortfalls(programme, date(2026, 12, 1)) == []
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    [said] = gates.statement_shortfalls(programme, date(2026, 7, 1))
    assert "2026-q2" in said
    assert "Approve them" in said
    for period in ("2026-q1", "2026-q2"):
        scheme.approve(period)
    assert gates.statement_shortfalls(programme, date(2026, 7, 1)) == []
