"""The content of evidence is erased when the time for it is over, never before, and nothing else with it."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings as project
from pytest_django.fixtures import Settings

from accounts.models import AuditEntry, Role
from contracts.models import ContractVersion
from outcomes.actions import erasures, evidence, pack_evidence, verification
from outcomes.actions.evidence import EvidenceRefused
from outcomes.models import Claim
from outcomes.selectors import evidence as listings
from outcomes.selectors import evidence_ends
from stages.models import Programme, StageVisit
from tests import builders
from tests.outcomes import checking, papers
from tests.outcomes import scheme as schemes
from tests.outcomes.actions.test_evidence import claimed, kept
from tests.outcomes.scheme import SENT, Scheme

CLOSED = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
LAST_DAY = date(2032, 2, 28)
AFTER = datetime(2032, 3, 1, 0, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def claim(scheme: Scheme) -> Claim:
    found = claimed(scheme, "P-1")
    papers.attached(found, by=scheme.user, at=SENT)
    return found


def close(programme: Programme) -> None:
    visit = StageVisit.objects.get(programme=programme, stage=6)
    visit.closed_at, visit.closed_by, visit.decision = CLOSED, builders.system(), "Ended"
    visit.save(update_fields=["closed_at", "closed_by", "decision"])


def test_content_is_erased_on_the_day_after_its_time_and_its_record_stays(
    scheme: Scheme, claim: Claim, store: Path
) -> None:
    assert "stage 6 is open" in str(evidence_ends.of(scheme.programme))
    close(scheme.programme)
    end = listings.listing(claim, scheme.user).end
    assert end is not None
    assert (end.day, end.span) == (LAST_DAY, "6 years")
    assert erasures.erase_due(at=AFTER - timedelta(days=2)) == 0
    assert erasures.erase_due(at=AFTER) == 1
    assert kept(store) == []
    (row,) = listings.listing(claim, scheme.user).rows
    assert (row.state, row.may_open, row.attachment.filename) == ("erased", False, "letter.pdf")
    assert row.attachment.file.size == len(papers.PDF)
    with pytest.raises(EvidenceRefused, match="has been erased"):
        evidence.hand_out(attachment=row.attachment, by=scheme.user, at=AFTER)
    entry = AuditEntry.objects.get(action="outcomes.evidence.erase")
    assert (entry.programme, entry.after["kept_until"]) == (scheme.programme.slug, "2032-02-28")
    assert erasures.erase_due(at=AFTER) == 0, "twice changes nothing"


def test_the_longest_time_that_a_version_agrees_holds_and_without_any_the_usual_one(
    scheme: Scheme, claim: Claim, settings: Settings
) -> None:
    close(scheme.programme)
    settings.EVIDENCE_KEPT_MONTHS = 0
    assert evidence_ends.of(scheme.programme) is None, "then it is kept for good"
    assert erasures.erase_due(at=AFTER) == 0
    draft = ContractVersion.objects.create(
        programme=scheme.programme, number=2, title="Longer", effective_from=date(2026, 7, 1), evidence_months=121,
        drafted_by=builders.system(), drafted_at=SENT, proposed_by=builders.system(), proposed_at=SENT,
    )  # fmt: skip
    settings.EVIDENCE_KEPT_MONTHS = 72
    assert evidence_ends.of(scheme.programme).day == LAST_DAY  # type: ignore[union-attr]
    ContractVersion.objects.filter(pk=draft.pk).update(agreed_at=SENT)
    end = evidence_ends.of(scheme.programme)
    assert end is not None
    assert (end.span, end.day) == ("121 months", date(2036, 3, 28))


def test_nothing_is_erased_while_a_plan_of_verification_runs(scheme: Scheme, claim: Claim, store: Path) -> None:
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    item = checking.asked(scheme.programme, claim, by=verifier, at=SENT)
    close(scheme.programme)
    assert erasures.erase_due(at=AFTER) == 0
    end = listings.listing(claim, scheme.user).end
    assert end is not None
    assert item.plan.name in end.because
    commissioner = builders.member(scheme.programme, Role.COMMISSIONER)
    verification.give_up(plan=item.plan, reason="Not needed", by=commissioner, at=SENT)
    assert erasures.erase_due(at=AFTER) == 1
    assert kept(store) == []


def test_what_another_programme_still_needs_stays(scheme: Scheme, claim: Claim, store: Path) -> None:
    close(scheme.programme)
    other = schemes.scheme()
    papers.attached(claimed(other, "P-1"), by=other.user, at=SENT)
    assert erasures.erase_due(at=AFTER) == 0
    assert len(kept(store)) == 1


def test_a_night_that_was_cut_short_is_made_good_and_what_comes_again_is_kept(
    scheme: Scheme, claim: Claim, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(scheme.programme)
    with monkeypatch.context() as killed:
        killed.setattr(erasures, "_remove", lambda pk: None)
        assert erasures.erase_due(at=AFTER) == 1
    assert len(kept(store)) == 1
    assert erasures.erase_due(at=AFTER) == 0
    assert kept(store) == []
    other = schemes.scheme()
    made = papers.attached(claimed(other, "P-1"), by=other.user, at=SENT)
    assert erasures.erase_due(at=AFTER) == 0
    assert evidence.hand_out(attachment=made, by=other.user, at=AFTER).read_bytes() == papers.PDF


def test_that_content_was_erased_travels_in_a_pack(scheme: Scheme, claim: Claim) -> None:
    close(scheme.programme)
    erasures.erase_due(at=AFTER)
    (row,) = rows = pack_evidence.export(scheme.programme)
    schema = json.loads((project.BASE_DIR / "docs" / "pack.schema.json").read_text())
    jsonschema.validate(rows, {**schema["properties"]["evidence"], "$defs": schema["$defs"]})
    section = [row | {"digest": "0" * 64}]
    pack_evidence.load(programme=scheme.programme, section=section, by=builders.system(), at=SENT)
    assert pack_evidence.export(scheme.programme) == [*rows, *section]
