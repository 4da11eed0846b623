import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("knowledge:glossary")).status_code == 302


def test_every_word_can_be_linked_to_and_says_where_it_matters(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    page = client.get(reverse("knowledge:glossary")).content.decode()
    assert 'id="deadweight"' in page
    assert 'id="minimum-performance-level"' in page
    assert 'href="#letter-d"' in page
    assert "Matters at stages 4, 6" in page
    assert "Also: creaming" in page


def test_a_search_keeps_only_the_letters_that_it_found(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    found = client.get(reverse("knowledge:glossary"), {"q": "happened anyway"}).content.decode()
    assert 'href="#letter-d"' in found
    assert 'href="#letter-p"' not in found
    nothing = client.get(reverse("knowledge:glossary"), {"q": "xylophone"}).content.decode()
    assert "No word matches “xylophone”" in nothing


def test_the_page_costs_no_query_of_its_own(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    with django_assert_max_num_queries(4):  # session, person, the count of the inbox and nothing else
        client.get(reverse("knowledge:glossary"))
