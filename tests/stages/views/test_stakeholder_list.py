"""The register of stakeholders draws who holds which attribute, and who has power and interest."""

import pytest
from django.test import Client

from accounts.models import Role
from stages.actions import stakeholders
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_salience_of_everybody_is_drawn_with_its_table(client: Client) -> None:
    programme = builders.programme()
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    address = f"/programmes/{programme.slug}/stages/1/stakeholders/"
    builders.stage_1_records(programme)
    stakeholders.add(programme=programme, name="Not scored yet", by=builders.system(), at=builders.MOMENT)
    page = client.get(address).content.decode()
    assert "Who holds what. Scored: 3. With all three: 1; with two of them: 2; with one: 0." in page
    assert "1: Council; 2: Hostels; 3: People who sleep rough." in page
    assert ">2. Hostels</th>" in page


def test_nothing_is_drawn_before_anybody_is_scored(client: Client) -> None:
    programme = builders.programme()
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    stakeholders.add(programme=programme, name="Council", by=builders.system(), at=builders.MOMENT)
    page = client.get(f"/programmes/{programme.slug}/stages/1/stakeholders/").content.decode()
    assert "Who holds what" not in page
