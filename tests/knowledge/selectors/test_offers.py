import pytest
from django.utils.timezone import now

from accounts.selectors import users
from knowledge.actions import shelves
from knowledge.domain import offers as rules
from knowledge.models import Entry
from knowledge.selectors import offers
from tests import builders

pytestmark = pytest.mark.django_db

HOMES = "Help people who sleep rough into a home that they keep, counted from tenancy records."


@pytest.fixture(autouse=True)
def _filled() -> None:
    shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=now())


def test_what_is_most_alike_is_offered_first_and_says_why() -> None:
    found = offers.ranked(rules.about(HOMES, "Housing"))
    assert {offer.entry.key for offer in found[:2]} == {"two-baselines-of-five", "alternative-evidence"}
    assert "it is about the same need: no settled home" in found[0].because
    assert "it comes from the same sector: Housing" in found[0].because
    assert any(reason.startswith("it uses words of yours: ") for offer in found for reason in offer.because)
    assert all(offer.because for offer in found)


def test_another_need_brings_other_entries() -> None:
    found = offers.ranked(rules.about("Fewer people released from prison reoffend within a year.", "Justice"))
    assert {offer.entry.need for offer in found[:5]} == {"offending"}


def test_its_own_lessons_and_what_was_answered_are_not_offered() -> None:
    about = rules.about(HOMES, "Housing")
    answered = Entry.objects.get(key="two-baselines-of-five")
    own = builders.library_entry(programme="homes-first")
    found = [offer.entry.pk for offer in offers.ranked(about, apart_from="homes-first", answered=[answered.pk])]
    assert not {answered.pk, own.pk} & set(found)
    assert own.pk in [offer.entry.pk for offer in offers.ranked(about)]


def test_a_programme_that_has_said_nothing_is_offered_nothing() -> None:
    assert offers.ranked(rules.about("", "")) == []
