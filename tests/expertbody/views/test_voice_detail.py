import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from expertbody.models import Voice, VoiceAnswer
from stages.models import Programme
from tests import builders


@pytest.fixture
def voice(programme: Programme) -> Voice:
    return builders.voice(programme)


def answer_url(voice: Voice) -> str:
    return reverse("expertbody:voice_answer", args=[voice.programme.slug, voice.number])


def test_strangers_do_not_find_it_and_readers_do_not_answer(
    client: Client, programme: Programme, voice: Voice, stranger: User
) -> None:
    client.force_login(stranger)
    assert client.get(voice.get_absolute_url()).status_code == 404
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(voice.get_absolute_url()).content.decode()
    assert "Nobody has answered yet" in page
    assert answer_url(voice) not in page
    assert client.post(answer_url(voice), {"said": "Done."}).status_code == 403
    assert VoiceAnswer.objects.count() == 0


def test_a_number_that_was_not_given_is_not_found(client: Client, programme: Programme, member: User) -> None:
    client.force_login(member)
    assert client.get(reverse("expertbody:voice_detail", args=[programme.slug, 9])).status_code == 404


def test_an_answer_stands_with_the_voice_and_on_the_page_for_those_who_spoke(
    client: Client, programme: Programme, voice: Voice, member: User
) -> None:
    finding = builders.finding(programme)
    changed = reverse("expertbody:what_changed", args=[programme.slug])
    client.force_login(member)
    assert "No answer yet" in client.get(changed).content.decode()
    posted = {"said": "You keep one worker now.", "finding": finding.pk}
    page = client.post(answer_url(voice), posted, follow=True).content.decode()
    assert "You keep one worker now." in page
    assert finding.get_absolute_url() in page
    page = client.get(changed).content.decode()
    assert "We have heard from you 1 time." in page
    assert "I had three workers" in page
    assert "You keep one worker now." in page


def test_an_answer_names_one_record_and_says_something(client: Client, voice: Voice, member: User) -> None:
    finding = builders.finding(voice.programme)
    client.force_login(member)
    both = {"said": "Yes.", "finding": finding.pk, "action": builders.action(finding).pk}
    assert "Name one record only" in client.post(answer_url(voice), both).content.decode()
    assert "Enter what changed" in client.post(answer_url(voice), {}).content.decode()


def test_the_page_of_what_changed_is_for_members(client: Client, programme: Programme, stranger: User) -> None:
    url = reverse("expertbody:what_changed", args=[programme.slug])
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    client.force_login(builders.member(programme, Role.AGENT))
    assert "Nothing here yet" in client.get(url).content.decode()
