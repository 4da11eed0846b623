"""Amounts of an agent that no single participant stands behind: their page, JSON and `manage.py explain`."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from payments.models import LedgerEntry
from payments.selectors import agent_amounts, statement_pages
from tests import builders
from tests.kept import kept
from tests.payments.scheme import MAY, Scheme
from tests.payments.scheme import scheme as make_scheme

SERVICE = {"code": "service", "name": "Service fee", "kind": "service_fee", "amounts": [{"amount": "100.00"}]}
BANDS = {
    "code": "jobs", "name": "Jobs", "kind": "volume_bands", "outcome": "job",
    "bands": [{"above": 0, "amount": "1000.00"}, {"above": 1, "amount": "600.00"}],
}  # fmt: skip
LEAST = {"code": "least", "name": "Minimum", "kind": "floor", "amounts": [{"amount": "2500.00"}]}


@pytest.fixture
@kept
def paid() -> Scheme:
    """A fee, two jobs and what is missing to the minimum in the second quarter."""
    made = make_scheme(rules=[SERVICE, BANDS, LEAST], caps=[])
    for reference in ("P1", "P2"):
        made.claim(made.start(reference), MAY)
    made.price()
    return made


def amounts(scheme: Scheme, period: str = "2026-q2") -> dict[str, agent_amounts.AgentAmount]:
    statement = scheme.statement(period)
    return {one.about: one for one in agent_amounts.of_period(scheme.programme, scheme.agent, statement.period)}


def page_of(client: Client, scheme: Scheme, about: str, name: str = "amount_explanation") -> Any:
    return client.get(reverse(f"payments:{name}", args=[scheme.programme.slug, amounts(scheme)[about].pk]))


def test_each_amount_says_what_it_is_for(paid: Scheme) -> None:
    assert {about: (one.name, one.what, str(one.total)) for about, one in amounts(paid).items()} == {
        "2026-q2": ("Service fee", "2026-q2", "100.00"),
        "2026-q2.1.v1": ("Jobs", "band 1 of 2026-q2", "1000.00"),
        "2026-q2.2.v1": ("Jobs", "band 2 of 2026-q2", "600.00"),
        "2026-q2.least": ("Minimum", "the least for 2026-q2", "800.00"),
    }


def test_an_amount_has_a_page_and_the_same_for_other_programs(paid: Scheme, client: Client) -> None:
    client.force_login(paid.place.for_principal)
    page = page_of(client, paid, "2026-q2.least").content.decode()
    for words in ("Minimum, the least for 2026-q2", "£2,500.00 − £1,700.00", "£800.00", "No single participant"):
        assert words in page
    found = page_of(client, paid, "2026-q2.2.v1", "amount_explanation_json").json()
    assert (found["claim"], found["participant"], found["agent"]) == (None, None, paid.agent.code)
    assert (found["about"], found["outcome"], found["event_date"]) == ("2026-q2.2.v1", "job", "2026-06-30")
    assert (found["version"], found["total"]) == (1, "600.00")
    assert found["rules"][0]["entries"][0]["payers"][0] == {"principal": "treasury", "amount": "400.00"}


def test_a_correction_on_a_later_statement_belongs_to_the_same_amount(paid: Scheme, client: Client) -> None:
    paid.approve("2026-q2")
    paid.claim(paid.start("P3"), MAY)
    paid.price()
    statement = paid.statement("2026-q3")
    entries = LedgerEntry.objects.filter(statement=statement, about="2026-q2.2.v1")
    assert entries.get().kind == "adjustment"
    assert agent_amounts.of_entry(entries.get()).total == 1200
    client.force_login(paid.place.for_agent)
    assert "Adjustment of £600.00" in page_of(client, paid, "2026-q2.2.v1").content.decode()


def test_the_line_of_a_statement_leads_to_the_amount(paid: Scheme, client: Client) -> None:
    client.force_login(paid.place.for_principal)
    statement = paid.statement("2026-q2")
    (line,) = [one for one in statement_pages.page(statement, paid.place.for_principal).lines if one.name == "Minimum"]
    url = reverse("payments:statement_line", args=[paid.programme.slug, statement.pk, line.code])
    link = reverse("payments:amount_explanation", args=[paid.programme.slug, amounts(paid)["2026-q2.least"].pk])
    assert link in client.get(url).content.decode()


def test_amounts_are_for_those_who_may_see_them(paid: Scheme, client: Client) -> None:
    for role, status in ((Role.ANALYST, 403), (Role.EXPERT_BODY, 403), (Role.AGENT, 404), (Role.VERIFIER, 200)):
        client.force_login(builders.member(paid.programme, role))
        assert page_of(client, paid, "2026-q2").status_code == status
        assert page_of(client, paid, "2026-q2", "amount_explanation_json").status_code == status
    of_a_claim = LedgerEntry.objects.exclude(participant=None).first()
    assert of_a_claim is None
    client.force_login(paid.place.for_principal)
    assert client.get(reverse("payments:amount_explanation", args=[paid.programme.slug, 999_999])).status_code == 404


def explain(*arguments: str) -> str:
    output = io.StringIO()
    call_command("explain", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_explains_the_amounts_of_an_agent_by_period(paid: Scheme) -> None:
    place = ("--programme", paid.programme.slug, "--agent", paid.agent.code, "--period")
    found = json.loads(explain(*place, "2026-q2", "--json"))
    assert [one["about"] for one in found["amounts"]] == list(amounts(paid))
    assert found["total"] == "2500.00"
    assert "Total £2500.00" in explain(*place, "2026-q2")
    for wrong in (
        ["1", *place, "2026-q2"],
        [],
        ["--agent", "x"],
        [*place, "2030-q1"],
        [*place[:3], "x", "--period", "2026-q2"],
    ):
        with pytest.raises(CommandError):
            explain(*wrong)
