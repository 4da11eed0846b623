"""Two people who act on one version at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.errors import Refused
from contracts.actions import versions
from contracts.models import Agreement
from tests import builders as general
from tests.contracts import builders

pytestmark = pytest.mark.django_db(transaction=True)


def both(act: Callable[[], object]) -> list[str]:
    """What two threads met that did the same at once: an empty text for success."""
    answers: list[str] = []
    gate = threading.Barrier(2)

    def run() -> None:
        gate.wait()
        try:
            act()
            answers.append("")
        except Refused as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_of_two_who_agree_at_once_for_one_party_one_is_told_that_it_is_done() -> None:
    place = builders.setting()
    version = builders.propose(place)
    answers = both(
        lambda: versions.agree(
            version=version,
            on_behalf_of="agent",
            organisation=place.agent,
            by=place.for_agent,
            at=general.later(days=3),
        )
    )
    assert answers == ["", "AlreadyAgreed"]
    assert Agreement.objects.count() == 1


def test_of_two_who_begin_a_draft_at_once_one_is_told_that_there_is_one() -> None:
    place = builders.setting()
    answers = both(lambda: versions.begin(programme=place.programme, by=place.member, at=general.later(days=3)))
    assert answers == ["", "VersionRefused"]
    assert place.programme.contract_versions.count() == 1
