from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role, User
from expertbody.models import Voice
from stages.models import Programme
from tests import builders


def url(programme: Programme) -> str:
    return reverse("expertbody:voice_add", args=[programme.slug])


def posted(**changes: object) -> dict[str, object]:
    return {
        "heard_on": str(localdate()), "gathered": "survey", "said": "I waited nine weeks.", "theme": "Waiting",
        "stages": ["1", "5"], "outcome": "",
    } | changes  # fmt: skip


def test_strangers_and_readers_add_nothing(client: Client, programme: Programme, stranger: User) -> None:
    assert client.post(url(programme), posted()).status_code == 302
    client.force_login(stranger)
    assert client.post(url(programme), posted()).status_code == 404
    client.force_login(builders.member(programme, Role.PRINCIPAL))
    assert client.get(url(programme)).status_code == 403
    assert client.post(url(programme), posted()).status_code == 403
    assert Voice.objects.count() == 0


def test_who_sits_for_the_service_users_adds_a_voice(client: Client, programme: Programme) -> None:
    client.force_login(builders.seat(programme, "service_users", from_date=localdate()).user)
    assert 'value="5"' in client.get(url(programme), {"stages": "5"}).content.decode()
    page = client.post(url(programme), posted(), follow=True).content.decode()
    assert "is kept, without a name" in page
    assert "I waited nine weeks." in page


def test_what_says_who_somebody_is_stands_at_its_field_and_nothing_typed_is_lost(
    client: Client, programme: Programme
) -> None:
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    page = client.post(url(programme), posted(said="Ring 07700 900123")).content.decode()
    assert "The text seems to hold a telephone number" in page
    assert "Ring 07700 900123" in page
    page = client.post(url(programme), {}).content.decode()
    assert "Select how it was gathered" in page
    assert "Select at least one stage" in page
    assert Voice.objects.count() == 0
