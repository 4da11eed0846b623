from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Role, User
from expertbody.actions import voices
from stages.models import Programme
from tests import builders


def url(programme: Programme) -> str:
    return reverse("expertbody:voice_list", args=[programme.slug])


def test_strangers_do_not_find_it_and_readers_read_it_without_the_button(
    client: Client, programme: Programme, stranger: User
) -> None:
    builders.voice(programme)
    assert client.get(url(programme)).status_code == 302
    client.force_login(stranger)
    assert client.get(url(programme)).status_code == 404
    client.force_login(builders.member(programme, Role.AGENT))
    page = client.get(url(programme)).content.decode()
    assert "I had three workers" in page
    assert "Add a voice" not in page


def test_an_empty_page_says_what_will_be_here(client: Client, programme: Programme) -> None:
    client.force_login(builders.seat(programme, "service_users").user)
    page = client.get(url(programme)).content.decode()
    assert "No voices yet" in page
    assert "Add a voice" in page


def test_voices_are_searched_filtered_and_paged(client: Client, programme: Programme, member: User) -> None:
    builders.voice(programme, said="The bus is too dear.", theme="Fares", stages=(1, 4))
    for _ in range(15):
        builders.voice(programme)
    answered = builders.voice(programme, theme="Waiting", stages=(5, 6))
    voices.answer(voice=answered, said="Shorter now.", by=builders.system(), at=builders.later(days=2))
    client.force_login(member)
    first = client.get(url(programme))
    assert len(first.context["voices"]) == 15
    assert "Next" in first.content.decode()
    for asked, numbers in [
        ({"q": "bus dear"}, [1]), ({"stage": "4"}, [1]), ({"theme": "Waiting"}, [17]), ({"answered": "yes"}, [17]),
    ]:  # fmt: skip
        found = client.get(url(programme), asked)
        assert [heard.voice.number for heard in found.context["voices"]] == numbers
    assert "No voice matches" in client.get(url(programme), {"q": "zebra"}).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_voices(
    client: Client, programme: Programme, member: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        voice = builders.voice(programme)
        voices.answer(voice=voice, said="Shorter now.", by=builders.system(), at=builders.later(days=2))
    client.force_login(member)
    with django_assert_max_num_queries(14):
        client.get(url(programme))


def test_voices_stand_on_the_page_of_a_stage_and_beside_a_finding(
    client: Client, programme: Programme, member: User
) -> None:
    builders.voice(programme, stages=(5,))
    builders.voice(programme, stages=(4,), said="Nobody asked us what we wanted.")
    finding = builders.finding(programme, stages=(4,))
    client.force_login(member)
    stage = client.get(reverse("stages:stage_detail", args=[programme.slug, 5])).content.decode()
    assert "I had three workers" in stage
    assert "Nobody asked us" not in stage
    page = client.get(finding.get_absolute_url()).content.decode()
    assert "Nobody asked us what we wanted." in page
    assert "I had three workers" not in page
