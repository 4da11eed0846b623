import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from stages.models import StagePause
from stages.selectors import pauses
from tests import builders

pytestmark = pytest.mark.django_db


def test_strangers_do_not_find_it_and_readers_pause_nothing(client: Client) -> None:
    programme = builders.programme()
    url = reverse("stages:stage_pause", args=[programme.slug, 1])
    assert client.post(url, {"because": "Why"}).status_code == 302
    client.force_login(builders.user())
    assert client.post(url, {"because": "Why"}).status_code == 404
    client.force_login(builders.member(programme, Role.VERIFIER))
    assert client.post(url, {"because": "Why"}).status_code == 403
    assert StagePause.objects.count() == 0


def test_a_commissioner_pauses_a_stage_sees_it_and_lets_it_go_on(client: Client) -> None:
    programme = builders.programme()
    url = reverse("stages:stage_pause", args=[programme.slug, 1])
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    assert "Enter why" not in client.get(url).content.decode()
    page = client.post(url, {"because": "The figures are being checked."}, follow=True).content.decode()
    assert "Stage 1 is paused." in page
    assert "The figures are being checked." in page
    assert "Resume the stage" in page
    records = client.get(reverse("stages:practice_list", args=[programme.slug])).content.decode()
    assert "is paused, so these records cannot be changed" in records
    programme_page = client.get(reverse("dashboards:programme_detail", args=[programme.slug])).content.decode()
    assert "Paused" in programme_page
    page = client.post(url, {"because": "They are right."}, follow=True).content.decode()
    assert "Stage 1 goes on." in page
    assert "They are right." in page
    assert pauses.of_stage(programme, 1) is None


def test_a_stage_that_is_not_open_is_not_paused(client: Client) -> None:
    programme = builders.programme()
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    url = reverse("stages:stage_pause", args=[programme.slug, 4])
    assert "is not open, so it cannot be paused" in client.post(url, {"because": "Why"}).content.decode()
    assert client.get(reverse("stages:stage_pause", args=[programme.slug, 9])).status_code == 404
