"""A principal follows the statement of a real scheme down to the claim and the rule, and approves it.

Point 6 of the main job, on the worked pack of Troubled Families, phase 1.
"""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from payments.actions import pricing
from payments.models import Statement
from stages.models import Programme
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PACK = settings.BASE_DIR / "docs" / "packs" / "troubled-families-1.json"


@pytest.fixture
def programme() -> Programme:
    """The worked pack, priced as of the end of its contract."""
    call_command("load_programme", str(PACK), stdout=io.StringIO())
    found = Programme.objects.get()
    principal = User.objects.get(email="principal@example.org")
    pricing.price(programme=found, as_of=date(2015, 6, 30), by=principal, at=datetime(2015, 7, 1, tzinfo=UTC))
    return found


def test_the_principal_opens_a_line_down_to_the_claim_and_approves(
    as_person: Callable[[User], Person], programme: Programme
) -> None:
    page = f"/programmes/{programme.slug}/statements/"
    statement = Statement.objects.filter(entries__claim__isnull=False).order_by("period__starts_on")[0]
    person = as_person(User.objects.get(email="principal@example.org"))
    person.go("/", "Your work")
    person.sees("tatement")
    person.go(page, "Statements")
    person.look_on_a_phone()
    person.go(f"{page}{statement.pk}/", statement.agent.name)
    person.sees("What is owed")
    person.look_on_a_phone()
    person.page.get_by_role("region", name="What is owed").locator("a").filter(has_text="esult").first.click()
    person.look()
    person.look_on_a_phone()
    person.page.get_by_role("main").locator("a[href*='/statements/claims/']").first.click()
    person.at("From the claim to the pound")
    person.sees("£")
    person.look_on_a_phone()
    person.go(f"{page}{statement.pk}/", statement.agent.name)
    person.follow("Approve this statement", "Approve this statement")
    person.press("Approve the statement")
    person.at(statement.agent.name)
    person.sees("Approved")
    statement.refresh_from_db()
    assert statement.approved_by == User.objects.get(email="principal@example.org")
    assert statement.total is not None
    assert statement.lines


def test_the_agent_sees_its_statement_and_may_not_approve_it(
    as_person: Callable[[User], Person], programme: Programme
) -> None:
    statement = Statement.objects.order_by("pk")[0]
    person = as_person(User.objects.get(email="agent@example.org"))
    person.go(f"/programmes/{programme.slug}/statements/{statement.pk}/", statement.agent.name)
    assert person.page.get_by_role("main").locator("a").filter(has_text="Approve this statement").count() == 0
    person.page.goto(f"{person.address}/programmes/{programme.slug}/statements/{statement.pk}/approve/")
    assert Statement.objects.get(pk=statement.pk).approved_at is None
