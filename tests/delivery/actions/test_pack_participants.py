"""The section `participants` of a pack: it takes on whom a file of the agent would, and keeps what was recorded."""

from typing import Any

import pytest
from django.utils import timezone

from contracts.models import ContractVersion
from delivery.actions import pack
from delivery.models import Participant
from stages.actions.pack_errors import PackRefused
from tests import builders
from tests.outcomes import handovers
from tests.outcomes.scheme import Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def left() -> Scheme:
    return handovers.scheme_left()


def row(reference: str, started_on: str, **fields: Any) -> dict[str, Any]:
    return {
        "participant": reference, "agent": "northern-works", "started_on": started_on, "attributes": {"group": "1"},
    } | fields  # fmt: skip


def load(left: Scheme, *rows: dict[str, Any]) -> None:
    pack.load(programme=left.programme, section=rows, by=builders.system(), at=timezone.now())


def test_starts_of_an_agent_whom_the_contract_names_no_more_are_refused_all_at_once(left: Scheme) -> None:
    with pytest.raises(PackRefused) as refused:
        load(left, row("P-1", "2025-02-01"), row("P-2", "2025-01-31"), row("P-3", "2025-03-01"))
    first, second = refused.value.problems
    assert (first.field, first.code, second.field) == ("participants/0", "pack", "participants/2")
    assert first.reason == "Northern Works is no agent of the contract version in force on 1 February 2025."
    assert first.cure.startswith("Check the day of the start.")
    assert not Participant.objects.exists()


def test_starts_of_an_agent_that_is_named_are_loaded(left: Scheme) -> None:
    load(left, row("P-1", "2025-01-31"), row("S-1", "2025-02-01", agent="southern-works"))
    assert Participant.objects.count() == 2


def test_who_was_taken_on_before_the_agent_was_dropped_for_that_day_comes_along_as_recorded(left: Scheme) -> None:
    load(left, row("P-1", "2025-02-10", version=1), row("P-2", "2025-01-10"))
    assert Participant.objects.get(reference="P-1").version == left.version
    exported = pack.export(left.programme)
    assert [one.get("version") for one in exported] == [1, None]
    load(left, *exported)
    assert Participant.objects.count() == 2


def test_a_version_that_is_not_there_or_came_later_or_names_the_agent_no_more_is_refused(left: Scheme) -> None:
    with pytest.raises(PackRefused) as refused:
        load(
            left, row("P-1", "2025-02-10", version=3), row("P-2", "2025-01-10", version=2),
            row("P-3", "2025-02-10", version=2),
        )  # fmt: skip
    assert [str(one.reason) for one in refused.value.problems] == [
        "No version 3 of the contract was in force on 10 February 2025.",
        "No version 2 of the contract was in force on 10 January 2025.",
        "Northern Works is no agent of version 2 of the contract on 10 February 2025.",
    ]
    assert ContractVersion.objects.filter(programme=left.programme).count() == 2
