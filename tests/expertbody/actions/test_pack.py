from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import Role
from expertbody.actions import advocates, pack
from expertbody.models import Seat
from stages.actions import stakeholders
from stages.actions.pack_errors import PackRefused
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


def load(programme: Programme, section: Any) -> None:
    pack.load(programme=programme, section=section, by=builders.system(), at=builders.MOMENT)


def seat(**changes: Any) -> dict[str, Any]:
    return {"constituency": "agent", "person": "ada@example.org", "from_date": "2026-01-01"} | changes


def test_what_was_exported_is_loaded_elsewhere_as_it_was() -> None:
    first = builders.programme()
    builders.body(first)
    section = pack.export(first)
    assert section is not None
    second = builders.programme()
    load(second, section)
    assert pack.export(second) == section
    assert Seat.objects.filter(programme=second, is_chair=True).count() == 1


def test_the_advocate_of_a_stakeholder_travels_by_name() -> None:
    first, second = builders.programme(), builders.programme()
    for programme in (first, second):
        stakeholders.add(programme=programme, name="Tenants", by=builders.system(), at=builders.MOMENT)
    seat = builders.seat(first)
    advocates.speak_for(seat=seat, stakeholder=first.stakeholders.get(), by=builders.system(), at=builders.MOMENT)
    section = pack.export(first)
    assert section is not None
    load(second, section)
    assert pack.export(second) == section
    assert section["seats"][0]["speaks_for"] == "Tenants"


def test_a_programme_without_seats_exports_nothing() -> None:
    assert pack.export(builders.programme()) is None


@pytest.mark.parametrize(
    ("section", "place"),
    [
        ([], "expert_body"),
        ({"seats": [], "more": 1}, "expert_body"),
        ({"seats": [seat(colour="red")]}, "expert_body/seats/0"),
        ({"seats": [seat(constituency="kings")]}, "expert_body/seats/0/constituency"),
        ({"seats": [seat(person="nobody@example.org")]}, "expert_body/seats/0/person"),
        ({"seats": [seat(organisation="nowhere")]}, "expert_body/seats/0/organisation"),
        ({"seats": [seat(from_date="soon")]}, "expert_body/seats/0/from_date"),
        ({"seats": [seat(from_date=None)]}, "expert_body/seats/0/from_date"),
        ({"seats": [seat(until_date="2025-01-01")]}, "expert_body/seats/0"),
        ({"seats": [seat(), seat()]}, "expert_body/seats/1"),
        ({"seats": [seat(speaks_for="Nobody")]}, "expert_body/seats/0/speaks_for"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(section: Any, place: str) -> None:
    builders.user("Ada", email="ada@example.org")
    with pytest.raises(PackRefused) as refused:
        load(builders.programme(), section)
    assert [problem.path for problem in refused.value.problems] == [place]


def test_only_those_who_may_seat_people_load_them() -> None:
    programme = builders.programme()
    with pytest.raises(Forbidden):
        pack.load(
            programme=programme, section={"seats": []}, by=builders.member(programme, Role.ANALYST), at=builders.MOMENT
        )
