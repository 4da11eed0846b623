"""A version that is agreed after starts and claims of its days were received: it prices what happened in its time."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Role
from contracts.actions import versions
from contracts.models import ContractVersion
from delivery.actions import reclassifications
from outcomes.selectors import claims
from payments.models import LedgerEntry
from payments.selectors import explanations
from tests import builders
from tests.contracts import builders as contract_builders
from tests.contracts import documents
from tests.payments.scheme import AS_OF, MAY, PRICED, Scheme, terms

pytestmark = pytest.mark.django_db
LATE = builders.later(days=401)
RECUT = [
    {"code": "under-25", "name": "Under 25", "rule": {"age": ["18-24"]}, "baseline": "0.2"},
    {"code": "rest", "name": "Everybody else", "rule": {}, "baseline": "0.15"},
]


def second(scheme: Scheme, **fields: Any) -> ContractVersion:
    """Version 2, in force from 1 April 2026, pays £900 for a job; agreed long after that day."""
    start, job = documents.version()["rules"]
    rules = [start | {"amounts": [{"amount": "350.00"}]}, job | {"amounts": [{"amount": "900.00"}]}]
    version = contract_builders.propose(
        scheme.place, **terms(effective_from="2026-04-01", **{"rules": rules, **fields})
    )
    council = version.parties.get(organisation__code="council").organisation
    versions.agree(
        version=version, on_behalf_of="principal", organisation=council, at=LATE,
        by=scheme.programme.memberships.get(organisation=council).user,
    )  # fmt: skip
    return contract_builders.agree(scheme.place, version)


def entries() -> list[tuple[str, int, str, Decimal]]:
    rows = LedgerEntry.objects.order_by("pk").values_list("rule", "version__number", "segment", "net")
    return list(rows)


def test_what_was_received_before_is_priced_by_the_version_of_its_day(scheme: Scheme) -> None:
    """As a programme would be priced that was loaded with both versions at once."""
    claim = scheme.claim(scheme.start("P1"), MAY)
    scheme.start("P2", date(2026, 4, 1), "young", attributes={"age": "18-24"})
    scheme.price()
    second(scheme)
    scheme.price()
    assert entries() == [
        ("start", 1, "young", Decimal("400.00")),
        ("start", 1, "young", Decimal("400.00")),
        ("job-fee", 1, "young", Decimal("1150.00")),
        ("start", 1, "young", Decimal("-400.00")),
        ("start", 2, "young", Decimal("350.00")),
        ("job-fee", 1, "young", Decimal("-1150.00")),
        ("job-fee", 2, "young", Decimal("900.00")),
    ]
    explained = explanations.of_claim(claim, AS_OF)
    assert (explained.version.number, explained.total) == (2, Decimal("900.00"))
    assert claims.version(claim).number == 2
    reasons = [one.entry.reason for rule in explained.rules for one in rule.entries]
    assert reasons[1:] == ["Another version of the contract is in force for its day, by which it is priced."] * 2
    assert scheme.price() is None


def test_the_segment_of_a_start_is_the_one_that_its_version_gives(scheme: Scheme) -> None:
    participant = scheme.start("P2", date(2026, 4, 1), "young", attributes={"age": "18-24"})
    claim = scheme.claim(participant, MAY)
    start, job = documents.version()["rules"]
    amounts = [{"segment": "under-25", "amount": "1000.00"}, {"segment": "rest", "amount": "500.00"}]
    priced = [start | {"amounts": amounts}, job | {"amounts": [{"amount": "500.00"}]}]
    second(scheme, segments=RECUT, rules=priced)
    scheme.price()
    assert entries() == [("start", 2, "under-25", Decimal("1000.00")), ("job-fee", 2, "under-25", Decimal("500.00"))]
    assert explanations.of_claim(claim, AS_OF).not_paid == []


def test_a_start_that_was_reclassified_has_the_segment_of_a_version_that_cuts_them_anew(scheme: Scheme) -> None:
    """Version 2 knows neither the young nor the others: the fee is that of those under 25, by age."""
    participant = scheme.start("P2", date(2026, 4, 1), "young", attributes={"age": "18-24"})
    asked = reclassifications.propose(
        participant=participant, to_segment="other", reason="Born in 1999.", evidence="Passport",
        by=scheme.place.for_agent, at=PRICED,
    )  # fmt: skip
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    reclassifications.decide(reclassification=asked, kind="confirmed", reason="", by=verifier, at=PRICED)
    start, job = documents.version()["rules"]
    amounts = [{"segment": "under-25", "amount": "1000.00"}, {"segment": "rest", "amount": "500.00"}]
    second(scheme, segments=RECUT, rules=[start | {"amounts": amounts}, job | {"amounts": [{"amount": "500.00"}]}])
    scheme.price()
    assert entries() == [("start", 2, "under-25", Decimal("1000.00"))]


def test_a_result_under_segments_that_were_cut_anew_is_priced_by_the_new_one(scheme: Scheme) -> None:
    """Somebody who started under version 1, as young, is under 25 for version 2, which does not know the young."""
    participant = scheme.start("P1", attributes={"age": "18-24"})
    claim = scheme.claim(participant, MAY)
    start, job = documents.version()["rules"]
    flat = start | {"amounts": [{"amount": "350.00"}]}
    amounts = [{"segment": "under-25", "amount": "1000.00"}, {"segment": "rest", "amount": "500.00"}]
    second(scheme, segments=RECUT, rules=[flat, job | {"amounts": amounts}])
    scheme.price()
    assert entries() == [("start", 1, "young", Decimal("400.00")), ("job-fee", 2, "under-25", Decimal("1000.00"))]
    explained = explanations.of_claim(claim, AS_OF)
    assert (explained.total, explained.not_paid) == (Decimal("1000.00"), [])
    assert scheme.price() is None


def test_what_came_in_for_days_after_a_contract_was_ended_early_is_taken_back(scheme: Scheme) -> None:
    """As a file that is sent afterwards would be refused: the order in which things arrive makes no difference."""
    claim = scheme.claim(scheme.start("P1"), MAY)
    scheme.start("P2", date(2026, 5, 1))
    scheme.price()
    second(scheme, effective_to="2026-04-30", rules=documents.version()["rules"])
    scheme.price()
    taken = [(rule, net) for rule, _, _, net in entries()[3:]]
    assert sorted(taken) == [("job-fee", Decimal("-1150.00")), ("start", Decimal("-400.00"))]
    explained = explanations.of_claim(claim, AS_OF)
    assert (explained.total, explained.not_paid) == (
        Decimal("0.00"), ["It is dated after the contract ended on 30 April 2026."],
    )  # fmt: skip
    assert scheme.price() is None


def test_what_happened_before_the_later_version_is_left_alone(scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), date(2026, 3, 31))
    scheme.price()
    before = entries()
    second(scheme)
    assert scheme.price() is None
    assert entries() == before
