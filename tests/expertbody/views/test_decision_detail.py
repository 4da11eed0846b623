from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from stages.models import Programme
from tests import builders
from tests.expertbody.views.test_decision_list import record


def test_strangers_do_not_find_it_and_readers_read_it_without_the_button(
    client: Client, programme: Programme, member: User, stranger: User
) -> None:
    record(programme, member)
    url = reverse("expertbody:decision_detail", args=[programme.slug, 1])
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    client.force_login(builders.member(programme, Role.ANALYST))
    page = client.get(url).content.decode()
    assert "Accept the finding" in page
    assert "4 for, 1 against, 0 abstained" in page
    assert "Add an action" not in page


def test_a_number_that_was_not_given_is_not_found(client: Client, programme: Programme, member: User) -> None:
    client.force_login(member)
    assert client.get(reverse("expertbody:decision_detail", args=[programme.slug, 7])).status_code == 404
