"""What stands against a proposal is shown on the draft's page, and refused; a version agreed before is not judged."""

import pytest
from django.test import Client

from contracts.actions import pack, versions
from contracts.actions.refusals import BadTerms
from tests import builders as general
from tests.contracts import builders, documents

pytestmark = pytest.mark.django_db
AT = general.later(days=2)
TWICE = documents.version()["rules"] + [
    {"code": "more", "name": "More for work", "kind": "outcome_fee", "outcome": "job", "amounts": [{"amount": "9.00"}]}
]


def test_a_conflict_is_shown_on_the_draft_and_refused_when_it_is_proposed(
    place: builders.Setting, client: Client
) -> None:
    version = builders.draft(place, rules=TWICE)
    with pytest.raises(BadTerms) as refused:
        versions.propose(version=version, by=place.commissioner, at=AT)
    (problem,) = refused.value.problems
    assert (problem.path, problem.code) == ("rules[2].outcome", "paid_twice")
    client.force_login(place.commissioner)
    page = client.get(version.get_absolute_url()).content.decode()
    assert f'<a class="govuk-link" href="#rules">{problem.message}</a>' in page
    proposing = client.get(builders.page(version, "version_propose")).content.decode()
    assert f'<a href="{version.get_absolute_url()}#rules">{problem.message}</a>' in proposing


def test_a_version_that_a_pack_tells_to_be_agreed_is_not_judged_again(place: builders.Setting) -> None:
    agreed = builders.agreed(place)
    section = pack.export(place.programme)
    section["versions"][0]["rules"] = TWICE
    other = builders.setting()
    for agreement in section["versions"][0]["agreements"]:
        people = {"principal": other.for_principal, "agent": other.for_agent, "expert_body": other.member}
        agreement["by"] = people[agreement["on_behalf_of"]].email
    pack.load(programme=other.programme, section=section, by=general.system(), at=AT)
    loaded = other.programme.contract_versions.get()
    assert loaded.is_agreed
    assert loaded.rules.count() == agreed.rules.count() + 1
