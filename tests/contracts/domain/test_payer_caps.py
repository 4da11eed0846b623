"""Caps of principals as contract data: read, refused with place and cure, told in words, written back, compared."""

from typing import Any

import pytest

from contracts.domain import differences, documents, terms, words
from contracts.domain.lint import linter
from contracts.domain.lint.remarks import Circumstances, Remark
from tests.contracts.documents import version

CAP = {"code": "fund-limit", "payer": "treasury", "over": "contract", "amount": "250000.00", "beyond": "passed_over"}
SHARES = [{"organisation": "treasury", "share": "1/5"}, {"organisation": "council", "share": "4/5"}]


def with_caps(*caps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return version(number=1, principals=SHARES, payer_caps=list(caps), **fields)


def refused(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    with pytest.raises(terms.TermsError) as found:
        terms.parse(document)
    return [(problem.path, problem.code, problem.message) for problem in found.value.problems]


@pytest.mark.parametrize(
    ("fields", "path", "code", "cure"),
    [
        ({"payer": "nobody"}, "payer_caps[0].payer", "unknown_principal", "Name one that is."),
        ({"payer": "northway"}, "payer_caps[0].payer", "unknown_principal", "no principal of this version"),
        ({"amount": "-1.00"}, "payer_caps[0].amount", "negative", "cannot be less than zero"),
        ({"amount": "0.00"}, "payer_caps[0].amount", "out_of_range", "Leave out a principal that pays nothing."),
        ({"over": "participant"}, "payer_caps[0].over", "unknown_choice", "period, year, contract"),
        ({"beyond": "forgotten"}, "payer_caps[0].beyond", "unknown_choice", "passed_over, unpaid"),
        ({"segment": "young"}, "payer_caps[0].segment", "unknown_field", "no field of this name"),
        ({"code": "whole"}, "payer_caps", "twice", "a code of its own"),
    ],
)
def test_a_cap_of_a_principal_that_cannot_be_right_is_refused(
    fields: dict[str, str], path: str, code: str, cure: str
) -> None:
    ((place, problem, message),) = refused(with_caps(CAP | fields))
    assert (place, problem) == (path, code)
    assert cure in message


def test_a_principal_has_one_cap_over_the_same_time() -> None:
    ((place, code, message),) = refused(with_caps(CAP, CAP | {"code": "another", "amount": "9.00"}))
    assert (place, code) == ("payer_caps[1].over", "twice")
    assert message == "“treasury” has a cap for the whole contract already. Keep one of them."
    both = terms.parse(with_caps(CAP, CAP | {"code": "yearly", "over": "year"}))
    assert [cap.over for cap in both.payer_caps] == ["contract", "year"]


def test_what_is_written_is_read_again_and_a_version_without_keeps_its_digest() -> None:
    found = terms.parse(with_caps(CAP))
    assert terms.parse(documents.of_terms(found)) == found
    assert "payer_caps" not in documents.of_terms(terms.parse(with_caps()))
    assert documents.digest(found) != documents.digest(terms.parse(with_caps()))


@pytest.mark.parametrize(
    ("fields", "principals", "told"),
    [
        ({}, SHARES, "Treasury pays at most £250,000 over the whole contract, to all agents together. Its share "
         "beyond that is passed over to the other principals by their shares, as far as they have room; the rest is "
         "not paid."),
        ({"over": "year", "beyond": "unpaid"}, SHARES, "Treasury pays at most £250,000 in each contract year, to all "
         "agents together. Its share beyond that is not paid: the statement is lower by it."),
        ({"over": "period"}, [{"organisation": "treasury", "share": "1"}], "Treasury pays at most £250,000 in each "
         "period, to all agents together. What is due beyond that is not paid, as nobody else pays."),
    ],
)  # fmt: skip
def test_it_is_told_in_words(fields: dict[str, str], principals: list[dict[str, str]], told: str) -> None:
    found = terms.parse(with_caps(CAP | fields) | {"principals": principals})
    assert words.payer_cap(found.payer_caps[0], found, "Treasury") == told


def test_two_versions_are_compared_by_it() -> None:
    one, other = terms.parse(with_caps(CAP)), terms.parse(with_caps(CAP | {"amount": "300000.00"}))
    (change,) = differences.between(one, other)
    assert "fund-limit" in repr(change)
    assert "£300,000" in repr(change)


def remark(check: str, *caps: dict[str, Any]) -> Remark:
    found = terms.parse(with_caps(*caps, caps=[]))
    return next(one for one in linter.lint(found, Circumstances()) if one.code == check)


def test_caps_of_every_principal_together_limit_what_can_become_due() -> None:
    council = CAP | {"code": "council-limit", "payer": "council", "amount": "750000.00"}
    assert remark("cap_on_all", CAP).verdict == "breaks"
    both = remark("cap_on_all", CAP, council)
    assert (both.verdict, both.why) == ("meets", "At most £1,000,000 can become due.")
