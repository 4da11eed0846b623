from decimal import Decimal

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from tests import builders
from tests.delivery import records
from tests.outcomes.scheme import Scheme


def page(client: Client, scheme: Scheme, **wanted: str) -> str:
    return client.get(reverse("delivery:partner_list", args=[scheme.programme.slug]), wanted).content.decode()


def test_the_commissioner_sees_whose_risk_is_passed_down_first(client: Client, scheme: Scheme) -> None:
    records.agreed(scheme.programme, scheme.agent)
    records.signed(records.partner(scheme.programme, scheme.agent, "Fair Terms"))
    hard = records.partner(scheme.programme, scheme.agent, "Waiting Long")
    records.signed(hard, share_by_results=Decimal(60), payment_days=60)
    client.force_login(builders.member(scheme.programme, Role.COMMISSIONER))
    text = page(client, scheme)
    assert text.index("Waiting Long") < text.index("Fair Terms")
    assert "60% of its pay by results against the lead&#x27;s 40%" in text
    assert "Fair Terms" not in page(client, scheme, verdict="flagged")
    assert "Waiting Long" not in page(client, scheme, q="fair")
    assert "No partner matches" in page(client, scheme, q="nobody")


def test_an_agent_sees_its_own_partners_only(client: Client, scheme: Scheme) -> None:
    records.partner(scheme.programme, scheme.agent, "Ours")
    client.force_login(builders.member(scheme.programme, Role.AGENT))
    text = page(client, scheme)
    assert "Ours" not in text
    assert "No partners yet" in text
    assert "Add a partner" in text


def test_the_number_of_queries_does_not_grow_with_the_partners(
    client: Client, scheme: Scheme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(builders.member(scheme.programme, Role.COMMISSIONER))
    records.agreed(scheme.programme, scheme.agent)
    for number in range(12):
        records.signed(
            records.partner(scheme.programme, scheme.agent, f"P {number}"),
            share_of_work=Decimal(1),
            share_of_pay=Decimal(1),
        )
    with django_assert_max_num_queries(22):
        page(client, scheme)
