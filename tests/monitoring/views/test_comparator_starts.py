"""A new programme begins with a comparator that another one keeps."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from monitoring.actions import comparators as actions
from monitoring.models import Comparator
from monitoring.selectors import comparators as selectors
from stages.models import Programme
from tests import builders
from tests.monitoring.comparators import fact, project, release, taken

pytestmark = pytest.mark.django_db
NEW = reverse("stages:programme_new")


@pytest.fixture
def programme() -> Programme:
    return builders.programme()


@pytest.fixture
def commissioner(programme: Programme, client: Client) -> User:
    person = builders.member(programme, "commissioner")
    client.force_login(person)
    return person


@pytest.fixture
def comparator(programme: Programme) -> Comparator:
    whole = project(
        purpose_and_classifications={
            "policy_sector": fact("Employment and training"),
            "social_challenge": fact("Few find work."),
        },
        results="none",
    )
    return taken(programme, whole, identifier="INDIGO-POJ-0001", filename="steps.json", consent="good")


def begin(client: Client, value: str) -> str:
    sent = {"name": "Work again", "organisation_name": "Northshire Council", "reopening_policy": "automatic",
            "start": "comparator", "comparator": value}  # fmt: skip
    return client.post(NEW, sent, follow=True).content.decode()


def test_the_form_begins_with_what_the_scheme_was_for(
    client: Client, programme: Programme, commissioner: User, comparator: Comparator
) -> None:
    page = client.get(comparator.get_absolute_url()).content.decode()
    address = f"{NEW}?comparator={programme.slug}%2F1"
    assert f'href="{address}"' in page
    form = client.get(address).context["form"]
    assert form["start"].initial == "comparator" or form.initial["start"] == "comparator"
    assert (form.initial["summary"], form.initial["sector"]) == ("Few find work.", "Employment and training")
    assert "Steps to Work (INDIGO-POJ-0001), kept by" in str(form["comparator"])


def test_the_comparator_is_kept_with_the_new_programme_as_it_came(
    client: Client, programme: Programme, commissioner: User, comparator: Comparator
) -> None:
    assert "The programme has begun" in begin(client, f"{programme.slug}/1")
    new = Programme.objects.get(name="Work again")
    (kept,) = selectors.search(new)
    before = comparator.versions.get()
    assert kept.document == before.document
    assert (kept.identifier, kept.filename, kept.unknown, kept.wrong, kept.added_by) == (
        before.identifier, before.filename, before.unknown, before.wrong, commissioner,
    )  # fmt: skip
    assert before.wrong == 1


def test_only_what_is_on_a_list_that_the_person_may_see_is_offered(
    client: Client, programme: Programme, commissioner: User, comparator: Comparator
) -> None:
    elsewhere = builders.programme()
    taken(elsewhere, project(name=fact("Hidden")))
    as_agent = builders.programme()
    builders.member(as_agent, "agent", user=commissioner)
    taken(as_agent, project(name=fact("Of the agent")))
    offered = str(client.get(NEW).context["form"]["comparator"])
    assert "Steps to Work" in offered
    assert "Hidden" not in offered
    assert "Of the agent" not in offered
    assert "Select a valid choice" in begin(client, f"{elsewhere.slug}/1")
    actions.remove(comparator=comparator, reason="Never begun.", by=commissioner, at=builders.later(days=1))
    assert "comparator" not in client.get(NEW).context["form"].fields
    assert not Programme.objects.filter(name="Work again").exists()


def test_one_that_several_programmes_keep_is_offered_once(
    client: Client, programme: Programme, commissioner: User, comparator: Comparator
) -> None:
    other = builders.programme()
    builders.member(other, "commissioner", user=commissioner)
    taken(other, release(), at=builders.later(days=1))
    taken(other, project(), identifier="INDIGO-POJ-0001", at=builders.later(days=1))
    assert [value for value, _label in client.get(NEW).context["form"].fields["comparator"].choices] == [
        "", f"{other.slug}/2", f"{other.slug}/1",
    ]  # fmt: skip


def test_one_has_to_be_chosen(client: Client, programme: Programme, commissioner: User, comparator: Comparator) -> None:
    assert "Select the comparator to begin with" in begin(client, "")
    assert not Programme.objects.filter(name="Work again").exists()
