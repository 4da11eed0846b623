"""What approved statements say stands against a version that starts within them or caps less than they say."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from contracts.actions import versions
from contracts.actions.refusals import BadTerms
from contracts.domain.problems import Problem
from contracts.models import ContractVersion
from contracts.selectors import proposals
from tests import builders
from tests.contracts import builders as contract_builders
from tests.payments.scheme import MAY, Scheme, terms

pytestmark = pytest.mark.django_db
AT = builders.later(days=401)


@pytest.fixture
def stated(scheme: Scheme) -> Scheme:
    """Two jobs of £1,150 each in the second quarter of 2026, whose statement is approved; stage 4 is open again."""
    for reference in ("P1", "P2"):
        scheme.claim(scheme.start(reference), MAY)
    scheme.price()
    for period in ("2026-q1", "2026-q2"):
        scheme.approve(period)
    return scheme


def draft(scheme: Scheme, starts: str = "2026-07-01", **fields: Any) -> ContractVersion:
    document = terms(effective_from=starts, **fields)
    return contract_builders.draft(scheme.place, **document)


def found(scheme: Scheme, **fields: Any) -> list[Problem]:
    return proposals.stated_problems(draft(scheme, **fields))


def cap(amount: str, scope: str = "contract", **fields: Any) -> list[dict[str, Any]]:
    return [{"code": "whole", "scope": scope, "amount": amount, **fields}]


def propose(scheme: Scheme, version: ContractVersion) -> ContractVersion:
    return versions.propose(version=version, by=scheme.place.commissioner, at=AT)


def test_a_version_that_starts_inside_a_stated_period_is_refused_with_figures_and_cure(stated: Scheme) -> None:
    version = draft(stated, "2026-05-01")
    with pytest.raises(BadTerms) as refused:
        propose(stated, version)
    (problem,) = refused.value.problems
    assert (problem.path, problem.code) == ("effective_from", "inside_stated_period")
    assert problem.message == (
        "The version would take effect on 1 May 2026, and Northway's statement for 2026-q2 (1 April 2026 to 30 June "
        "2026) is approved with £2,300. Start the version on 1 July 2026 or later: what is stated stays as it is."
    )
    assert found(stated, starts="2026-02-01")[0].code == "inside_stated_period"
    assert propose(stated, draft(stated, "2026-07-01")).proposed_at


@pytest.mark.parametrize(
    ("caps", "says"),
    [
        (cap("3099.99"), "£3,100 for Northway already. Raise it to £3,100 or more."),
        (cap("3099.99", per_agent=False), "£3,100 for all agents together already."),
        (cap("2299.99", "outcome", outcome="job"), "£2,300 for Northway already."),
        (cap("2299.99", "year"), "£3,100 for Northway in the contract year from 1 January 2026 already."),
        (
            cap("1549.99", "participant"),
            "say up to £1,550 each for 2 participants already. Raise it to £1,550 or more.",
        ),
    ],
)
def test_a_cap_below_what_is_stated_is_refused(stated: Scheme, caps: list[dict[str, Any]], says: str) -> None:
    (problem,) = found(stated, caps=caps)
    assert (problem.path, problem.code) == ("caps[0].amount", "cap_below_stated")
    assert says in problem.message


@pytest.mark.parametrize(
    "caps",
    [
        cap("3100.00"),
        cap("1.00", "period"),
        cap("1.00", segment="other"),
        [{"code": "each", "scope": "participant", "amount": "1550.00"}],
    ],
    ids=["no lower", "later periods count anew", "nobody of the segment", "as agreed"],
)
def test_a_cap_that_leaves_room_for_what_is_stated_is_not(stated: Scheme, caps: list[dict[str, Any]]) -> None:
    assert found(stated, caps=caps) == []


def test_a_cap_of_a_principal_below_what_it_pays_by_statements_is_refused(stated: Scheme) -> None:
    """Two thirds of £800 and of £2,300, each split to the penny: £533.33 and £1,533.33."""
    limit = {"code": "limit", "payer": "treasury", "over": "contract", "amount": "2066.65", "beyond": "passed_over"}
    (problem,) = found(stated, payer_caps=[limit])
    assert (problem.path, problem.code) == ("payer_caps[0].amount", "cap_below_stated")
    assert problem.message.startswith("Treasury pays at most £2,066.65 over the whole contract")
    assert "it pays £2,066.66 since 1 January 2026 already. Raise the cap to £2,066.66 or more." in problem.message
    assert found(stated, payer_caps=[{**limit, "amount": "2066.66"}]) == []
    assert found(stated, payer_caps=[{**limit, "over": "period", "amount": "1.00"}]) == []


def test_the_next_contract_year_counts_anew(stated: Scheme) -> None:
    assert found(stated, starts="2027-01-01", caps=cap("1.00", "year")) == []


def test_those_who_draft_see_it_and_agents_see_no_figures_of_others(stated: Scheme, client: Client) -> None:
    version = draft(stated, "2026-05-01", caps=cap("2000.00"))
    for person, seen in ((stated.place.commissioner, True), (stated.place.for_agent, False)):
        client.force_login(person)
        page = client.get(version.get_absolute_url()).content.decode()
        assert ("statement for 2026-q2" in page) is seen
        assert ("approved statements say £3,100" in page) is seen


def test_what_was_stated_since_the_proposal_keeps_the_version_from_coming_into_force(scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price(as_of=date(2026, 12, 31))
    version = propose(scheme, draft(scheme, "2026-05-01"))
    scheme.approve("2026-q2")
    council = scheme.programme.memberships.get(organisation__code="council")
    versions.agree(version=version, on_behalf_of="principal", organisation=council.organisation, by=council.user, at=AT)
    with pytest.raises(BadTerms, match="Send it back to drafting"):
        contract_builders.agree(scheme.place, version, at=AT)


def test_nothing_is_asked_while_nothing_is_stated(scheme: Scheme) -> None:
    assert found(scheme, starts="2026-02-01", caps=cap("1.00")) == []
