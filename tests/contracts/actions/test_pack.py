import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.actions import organisations
from accounts.errors import Forbidden
from accounts.models import Role
from contracts.actions import pack
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from stages.actions.pack_errors import PackRefused
from stages.models import Programme
from tests import builders as general
from tests.contracts import builders, documents

pytestmark = pytest.mark.django_db

AT = general.later(days=10)


def agreed_by_all(moment: str) -> list[dict[str, Any]]:
    return [
        {"on_behalf_of": "principal", "organisation": "treasury", "by": "principal@example.org", "at": moment},
        {"on_behalf_of": "agent", "organisation": "northway", "by": "agent@example.org", "at": moment},
        {"on_behalf_of": "expert_body", "organisation": None, "by": "member@example.org", "at": moment},
    ]


def section() -> dict[str, Any]:
    """Two agreed versions and a draft."""
    first = documents.version(number=1, agreements=agreed_by_all("2025-12-20T10:00:00+00:00"))
    second = documents.version(
        number=2,
        title="Dearer",
        effective_from="2026-04-01",
        caps=[],
        agreements=agreed_by_all("2026-03-20T10:00:00+00:00"),
    )
    told = documents.outcome(**documents.particulars(changes="The gap of two weeks is new."))
    third = documents.version(number=3, title="An idea", effective_from="2026-07-01", rules=[], outcomes=[told])
    periods = first.pop("periods")
    for version in (second, third):
        del version["periods"]
    return {"periods": periods, "versions": [first, second, third]}


def programme() -> Programme:
    found = general.programme()
    for name, role, email in (
        ("Treasury", Role.PRINCIPAL, "principal@example.org"),
        ("Northway", Role.AGENT, "agent@example.org"),
        ("", Role.EXPERT_BODY, "member@example.org"),
    ):
        body = general.organisation(name, code=name.lower()) if name else None
        person = general.user(email=email)
        general.member(found, role, organisation=body, user=person)
    return found


def load(found: Programme, document: dict[str, Any]) -> None:
    pack.load(programme=found, section=document, by=general.system(), at=AT)


def test_versions_come_in_with_their_agreements_and_the_last_may_be_a_draft() -> None:
    found = programme()
    load(found, section())
    states = [
        versions.state(one, dt.date(2026, 5, 1), last_number=2) for one in found.contract_versions.order_by("number")
    ]
    assert states == ["superseded", "in force", "draft"]
    first = found.contract_versions.get(number=1)
    assert first.effective_to == dt.date(2026, 3, 31)
    assert {one.agreed_by.email for one in first.agreements.all()} == {
        "principal@example.org",
        "agent@example.org",
        "member@example.org",
    }
    assert found.periods.count() == 2


def test_what_is_exported_loads_elsewhere_as_the_same() -> None:
    here = programme()
    load(here, section())
    exported = json.loads(json.dumps(pack.export(here)))
    there = general.programme()
    for member in here.memberships.select_related("user", "organisation"):
        general.member(there, member.role, organisation=member.organisation, user=member.user)
    load(there, exported)
    assert pack.export(there) == exported
    assert [one.digest for one in there.contract_versions.order_by("number")] == [
        one.digest for one in here.contract_versions.order_by("number")
    ]


def test_a_programme_without_a_contract_exports_none() -> None:
    assert pack.export(general.programme()) == {}


def test_every_problem_is_told_by_its_place_in_the_pack() -> None:
    found = programme()
    document = section()
    document["versions"][0]["rules"][0]["kind"] = "lottery"
    document["versions"][1]["effective_from"] = "2025-12-31"
    with pytest.raises(PackRefused) as refused:
        load(found, document)
    assert {problem.path for problem in refused.value.problems} >= {
        "contract/versions/0/rules/0/kind",
        "contract/versions/1/effective_from",
    }
    assert not ContractVersion.objects.exists()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"by": "nobody@example.org"}, "contract/versions/0/agreements/0/by"),
        ({"organisation": "nowhere"}, "contract/versions/0/agreements/0/organisation"),
        ({"organisation": "northway"}, "contract/versions/0"),
        ({"by": "agent@example.org"}, "contract/versions/0"),
    ],
)
def test_nobody_agrees_in_a_pack_who_could_not(change: dict[str, Any], path: str) -> None:
    found = programme()
    document = copy.deepcopy(section())
    document["versions"][0]["agreements"][0] |= change
    with pytest.raises(PackRefused) as refused:
        load(found, document)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_only_the_last_version_may_be_open() -> None:
    found = programme()
    document = section()
    del document["versions"][1]["agreements"][2]
    with pytest.raises(PackRefused, match="not agreed by everybody"):
        load(found, document)


def test_only_commissioners_load() -> None:
    place = builders.setting()
    with pytest.raises(Forbidden):
        pack.load(programme=place.programme, section=section(), by=place.for_agent, at=AT)


@pytest.mark.parametrize(
    "name",
    [
        "troubled-families-1", "work-programme", "hmp-peterborough", "hmp-doncaster",
        "local-justice-reinvestment",
    ],
)  # fmt: skip
def test_the_worked_packs_are_in_force_in_their_first_summer(name: str) -> None:
    document = json.loads((Path(settings.BASE_DIR) / "docs" / "packs" / f"{name}.json").read_text(encoding="utf-8"))
    for one in document["organisations"]:
        organisations.ensure(by=general.system(), at=AT, **one)
    found = general.programme()
    for person in document["people"]:
        user = general.user(person["name"], email=person["email"])
        for role in person["roles"]:
            body = (
                general.organisation(role["organisation"], code=role["organisation"] or "")
                if role["organisation"]
                else None
            )
            general.member(found, role["role"], organisation=body, user=user)
    load(found, document["contract"])
    version = versions.in_force(found, dt.date(2012, 7, 1))
    assert version is not None
    assert terms.of(version).rules
    assert len(document["contract"]["periods"]) == found.periods.count()
