"""Evidence in a sandbox: marked, kept apart from what is real, and gone soon."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from accounts.models import AuditEntry, User
from delivery.models import Participant
from outcomes.actions import erasures, evidence, sandboxes, single_claims
from outcomes.models import Claim, EvidenceErasure
from outcomes.selectors import evidence as listings
from stages.models import Programme
from tests import interface
from tests.monitoring.scenes import Scene
from tests.outcomes.papers import PDF, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(store: Path) -> int:
    return sum(path.is_file() for path in (store / "evidence").rglob("*"))


@pytest.fixture
def claim(scene: Scene, sandbox: Programme) -> Claim:
    """A claim of an invented participant."""
    started = Participant.objects.filter(programme=sandbox, agent=scene.north).earliest("started_on")
    outcome = sandbox.contract_versions.get().outcomes.earliest("position").code
    row = {"participant": started.reference, "outcome": outcome, "achieved_on": started.started_on.isoformat()}
    return single_claims.send(programme=sandbox, agent=scene.north, row=row, by=scene.for_north, at=now())


def attach(claim: Claim, by: User, at: datetime | None = None) -> None:
    evidence.attach(claim=claim, files=[sent()], by=by, at=at or now())


def address(claim: Claim) -> str:
    return f"/programmes/{claim.programme.slug}/claims/{claim.pk}/"


def test_the_pages_say_that_it_is_a_sandbox_what_to_attach_and_that_nothing_is_paid(
    scene: Scene, claim: Claim, client: Client
) -> None:
    client.force_login(scene.for_north)
    page = client.get(f"{address(claim)}evidence/attach/").content.decode()
    assert "attach invented papers, and nothing about anybody real" in page
    attach(claim, scene.for_north)
    page = client.get(address(claim)).content.decode()
    assert "their content is kept for 30 days, or until another sandbox takes its place" in page
    assert "after the last payment" not in page
    assert "as this is a sandbox, it is never paid" in page
    assert "once the principal has approved" not in page
    real = Claim.objects.filter(programme=scene.programme, agent=scene.north).earliest("pk")
    page = client.get(f"{address(real)}evidence/attach/").content.decode()
    assert "invented" not in page


def test_a_system_attaches_and_fetches_it_in_answers_that_say_that_it_is_a_sandbox(scene: Scene, claim: Claim) -> None:
    caller = interface.system_of(scene.for_north)
    path = f"programmes/{claim.programme.slug}/claims/{claim.pk}/evidence/"
    made = caller.post(f"{path}?filename=letter.pdf", PDF, kind="application/octet-stream")
    assert (made.status_code, made["Sandbox"]) == (201, "true")
    listed = caller.get(path)
    assert (listed.status_code, listed["Sandbox"]) == (200, "true")
    (one,) = listed.json()["results"]
    assert caller.get(f"{path}{one['id']}/file/")["Sandbox"] == "true"
    elsewhere = path.replace(claim.programme.slug, scene.programme.slug)
    assert caller.get(elsewhere).status_code == 404


def test_its_content_is_erased_after_thirty_days_and_its_record_stays(scene: Scene, claim: Claim, store: Path) -> None:
    attach(claim, scene.for_north)
    assert erasures.erase_due(at=now() + timedelta(days=29)) == 0
    assert stored(store) == 1
    assert erasures.erase_due(at=now() + timedelta(days=31)) == 1
    assert stored(store) == 0
    (row,) = listings.listing(claim, scene.for_north).rows
    assert row.state == "erased"
    assert AuditEntry.objects.get(action="outcomes.evidence.erase").programme == claim.programme.slug


def test_its_content_goes_with_the_sandbox(scene: Scene, claim: Claim, store: Path) -> None:
    attach(claim, scene.for_north)
    sandboxes.make(programme=scene.programme, by=scene.commissioner, at=now())
    assert erasures.erase_due(at=now()) == 1
    assert stored(store) == 0


def test_what_a_real_claim_needs_stays_and_neither_hears_of_the_other(scene: Scene, claim: Claim, store: Path) -> None:
    real = Claim.objects.filter(programme=scene.programme, agent=scene.north).earliest("pk")
    for one in (claim, real):
        attach(one, scene.for_north)
        (row,) = listings.listing(one, scene.commissioner).rows
        assert row.others == []
    sandboxes.make(programme=scene.programme, by=scene.commissioner, at=now())
    assert erasures.erase_due(at=now() + timedelta(days=90)) == 0
    assert not EvidenceErasure.objects.exists()
    assert evidence.hand_out(
        attachment=listings.listing(real, scene.for_north).rows[0].attachment, by=scene.for_north, at=now()
    ).read_bytes() == PDF  # fmt: skip


def test_what_is_attached_again_is_kept_again_for_as_long(scene: Scene, claim: Claim, store: Path) -> None:
    attach(claim, scene.for_north, now() - timedelta(days=40))
    assert erasures.erase_due(at=now()) == 1
    attach(claim, scene.for_north)
    assert erasures.erase_due(at=now() + timedelta(days=29)) == 0
    assert stored(store) == 1
    assert erasures.erase_due(at=now() + timedelta(days=31)) == 1
