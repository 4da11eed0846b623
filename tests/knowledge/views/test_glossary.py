import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("knowledge:glossary")).status_code == 302


def test_every_word_can_be_linked_to(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    page = client.get(reverse("knowledge:glossary")).content.decode()
    assert 'id="deadweight"' in page
    assert 'id="minimum-performance-level"' in page


def test_the_page_costs_no_query_of_its_own(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    with django_assert_max_num_queries(3):  # session, person and nothing else
        client.get(reverse("knowledge:glossary"))
