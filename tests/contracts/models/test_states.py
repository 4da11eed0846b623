from datetime import timedelta

import pytest

from tests.contracts import builders

pytestmark = pytest.mark.django_db


def test_a_version_is_a_draft_then_proposed_then_agreed_then_in_force_then_ended() -> None:
    place = builders.setting()
    version = builders.draft(place)
    begins, day = version.effective_from, timedelta(days=1)
    assert version.state_on(begins) == "draft"
    version.proposed_at = version.drafted_at
    assert version.state_on(begins) == "proposed"
    version.agreed_at = version.drafted_at
    assert (version.state_on(begins - day), version.state_on(begins)) == ("agreed", "in_force")
    version.effective_to = begins + day
    assert (version.state_on(begins + day), version.state_on(begins + 2 * day)) == ("in_force", "ended")
    version.effective_to = None
    assert version.state_on(begins + 9_000 * day) == "in_force"
