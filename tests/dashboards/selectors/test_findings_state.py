import pytest

from dashboards.selectors import findings_state
from delivery.models import DisclosureRule
from monitoring.selectors import publications, shown
from monitoring.selectors.figures import Audience
from stages.models import Programme
from tests import builders


def test_a_page_that_was_kept_is_made_anew_where_the_rule_for_small_counts_has_changed(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = Audience(programme, None, sees_small=False)
    before = findings_state.key(viewer, {})
    assert findings_state.key(viewer, {}) == before
    monkeypatch.setattr(shown, "EDITION", "another")
    assert findings_state.key(viewer, {}) != before


def test_a_page_that_was_kept_is_made_anew_where_a_rule_for_small_counts_is_set(programme: Programme) -> None:
    viewer = Audience(programme, None, sees_small=False)
    before = findings_state.key(viewer, {})
    DisclosureRule.objects.create(
        programme=programme, outcome="", source="own", threshold=20, base=5, reason="Small towns.",
        set_by=builders.user(), set_at=builders.MOMENT,
    )  # fmt: skip
    after = findings_state.key(viewer, {})
    assert after != before
    programme.suppression_threshold += 1
    assert findings_state.key(viewer, {}) not in {before, after}


def test_open_data_that_were_kept_are_made_anew_too(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = publications.document(programme)
    kept_again = publications.document(programme)
    assert kept_again == kept
    monkeypatch.setattr(shown, "EDITION", "another")
    monkeypatch.setattr(publications, "draft", lambda _programme: pytest.fail("made anew"))
    with pytest.raises(pytest.fail.Exception, match="made anew"):
        publications.document(programme)
