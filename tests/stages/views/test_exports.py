"""Files that are asked for on a page: offered to those who may have them, followed, fetched, or refused and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role, User
from stages.actions import exports
from stages.models import Export
from tests import builders
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def scene() -> Scene:
    return scenes.first_quarter()


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def address(scene: Scene, name: str, **parts: Any) -> str:
    return reverse(f"stages:{name}", kwargs={"slug": scene.programme.slug, **parts})


def listed(browser: Client, scene: Scene) -> str:
    return browser.get(address(scene, "export_list")).content.decode()


def asked(browser: Client, scene: Scene, kind: str = "claims", form: str = "csv") -> Export:
    """The export that was asked for on the page."""
    response = browser.post(address(scene, "export_ask"), {"kind": kind, "form": form})
    assert response.status_code == 302, response.content.decode()
    return Export.objects.latest("pk")


def test_an_agent_asks_for_its_claims_and_takes_the_file(scene: Scene) -> None:
    browser = signed_in(scene.for_north)
    assert "No files yet" in listed(browser, scene)
    export = asked(browser, scene)
    assert (export.kind, export.form, export.asked_by) == ("claims", "csv", scene.for_north)
    waiting = listed(browser, scene)
    assert "Waiting" in waiting
    assert "hx-trigger" in waiting
    early = browser.get(address(scene, "export_file", pk=export.pk), follow=True)
    assert "not ready yet" in early.content.decode()
    exports.make(export_id=export.pk, at=now())
    page = listed(browser, scene)
    assert address(scene, "export_file", pk=export.pk) in page
    assert "hx-trigger" not in page
    file = browser.get(address(scene, "export_file", pk=export.pk))
    assert len(b"".join(file).splitlines()) == 7
    assert "attachment" in file["Content-Disposition"]
    assert AuditEntry.objects.filter(action="stages.export.fetch", by=scene.for_north).exists()


def test_only_what_one_may_have_is_offered(scene: Scene) -> None:
    page = signed_in(scene.for_north).get(address(scene, "export_ask")).content.decode()
    assert 'value="claims"' in page
    assert 'value="pack"' not in page
    member = builders.member(scene.programme, Role.PRINCIPAL)
    assert 'value="pack"' not in signed_in(member).get(address(scene, "export_ask")).content.decode()
    assert 'value="pack"' in signed_in(scene.commissioner).get(address(scene, "export_ask")).content.decode()


def test_what_does_not_go_together_is_told(scene: Scene) -> None:
    browser = signed_in(scene.commissioner)
    assert (
        "Select what should be in the file" in browser.post(address(scene, "export_ask"), {"kind": ""}).content.decode()
    )
    page = browser.post(address(scene, "export_ask"), {"kind": "claims", "form": "xlsx"}).content.decode()
    assert "Claims can be had as CSV, lines of JSON. Select one of these" in page
    assert not Export.objects.exists()


def test_nobody_else_sees_the_file(scene: Scene) -> None:
    export = asked(signed_in(scene.for_north), scene)
    exports.make(export_id=export.pk, at=now())
    other = signed_in(scene.commissioner)
    assert "No files yet" in listed(other, scene)
    assert other.get(address(scene, "export_file", pk=export.pk)).status_code == 404
    stranger = signed_in(builders.user())
    assert stranger.get(address(scene, "export_list")).status_code == 404


def test_a_file_that_failed_or_was_removed_says_so(scene: Scene) -> None:
    browser = signed_in(scene.commissioner)
    export = asked(browser, scene)
    exports.make(export_id=export.pk, at=now())
    exports.expire(at=now() + timedelta(days=8))
    assert "Files are kept for a week" in listed(browser, scene)
    failed = asked(browser, scene, "open_data", "json")
    Export.objects.filter(pk=failed.pk).update(
        status=Export.Status.FAILED, failure="The disk was full.", finished_at=now()
    )
    assert "The disk was full." in listed(browser, scene)


def test_a_file_is_narrowed_on_the_page_and_the_list_says_so(scene: Scene) -> None:
    browser = signed_in(scene.commissioner)
    page = browser.get(address(scene, "export_ask"), {"kind": "claims", "segment": "young"}).context["form"]
    assert (page["kind"].initial, page["segment"].initial) == ("claims", "young")
    assert page.fields["agent"].choices[0] == ("", "All agents")
    sent = {"kind": "claims", "form": "csv", "segment": "young", "period": scene.period(0).code}
    assert browser.post(address(scene, "export_ask"), sent).status_code == 302
    export = Export.objects.get()
    assert export.filters == {"segment": "young", "period": scene.period(0).code}
    assert export.narrowed_to in listed(browser, scene)
    refused = browser.post(address(scene, "export_ask"), sent | {"kind": "pack", "form": "json"}).content.decode()
    assert "cannot be narrowed" in refused
