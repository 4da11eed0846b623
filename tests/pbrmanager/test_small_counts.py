"""Every place that docs/disclosure.md lists is opened by people who may not see rows, and tells of no few people."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from delivery.domain import disclosure
from govuk import formats
from monitoring.actions import answering, monitor, publications
from payments.actions import pricing
from payments.models import Statement, StatementLine
from stages.models import Finding
from tests import builders, printed
from tests.dashboards import printing
from tests.expertbody import bodies
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene
from tests.payments.approving import approve_all

DOCUMENT = Path(__file__).parents[2] / "docs" / "disclosure.md"
LISTED = re.findall(r"^\| [^|]+ \| `([a-z]+:[a-z_]+)` \|", DOCUMENT.read_text(), re.MULTILINE)
OF_FEW = "of 37 people"
"""The south, where three achieved it."""

FILES = ("tables.xlsx", "targets.csv", "breakdowns.csv", "money.csv", "all.json", "indigo.json", "ocds.json")


@pytest.fixture
def scene(db: None) -> Scene:
    """In the last quarter 37 people start with the southern agent, and three of them get a job."""
    south = scenes.RATE | {"code": "south-rate", "agent": "southway"}
    made = scenes.scene(targets=[scenes.RATE, south], comparisons=[scenes.COMPARISON])
    for place, achieved in enumerate((90, 110, 100, 120)):
        made.quarter(place, 200, achieved)
    made.quarter(3, 37, 3, agent=made.south)
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    answering.answer(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    pricing.price(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(made.programme, NOW)
    publications.publish(programme=made.programme, by=made.commissioner, at=NOW)
    return made


def addresses(scene: Scene, name: str) -> list[str]:
    """The addresses of one place; of a statement, that of the few."""
    slug = scene.programme.slug
    south = Statement.objects.filter(programme=scene.programme, agent=scene.south).order_by("-pk")
    given: dict[str, list[list[object]]] = {
        "dashboards:programme_list": [[]],
        "dashboards:findings_dashboard_csv": [[slug, table] for table in ("answers", "agents", "segments", "money")],
        "payments:version_costs": [[slug, 1, 1]],
        "monitoring:verdict_csv": [[slug, "against-before", "verdicts"], [slug, "against-before", "result"]],
        "monitoring:target_detail": [[slug, "south-rate"], [slug, "job-rate"]],
        "monitoring:target_csv": [[slug, code, "trajectory"] for code in ("south-rate", "job-rate")],
        "stages:finding_detail": [[slug, one.number] for one in Finding.objects.filter(programme=scene.programme)],
        "payments:statement_detail": [[slug, one.pk] for one in south],
        "payments:statement_pdf": [[slug, one.pk] for one in south],
        "monitoring:data_file": [[slug, file] for file in FILES],
        "public:public_file": [[slug, file] for file in FILES],
    }
    found = [reverse(name, args=args) for args in given.get(name, [[slug]])]
    if name == "dashboards:findings_dashboard_csv":
        found = [f"{address}?target=job-rate" for address in found]
    if name == "dashboards:findings_dashboard":
        found += [f"{found[0]}?agent=southway", f"{found[0]}?target=south-rate", f"{found[0]}?segment=young"]
    return found


def read(response: Any) -> str:
    """What people read: of a printed paper its text, of all else the content as it is sent."""
    body: bytes = response.getvalue()
    return printed.text(body) if body.startswith(b"%PDF") else body.decode(errors="ignore")


def secrets_of(scene: Scene) -> list[re.Pattern[str]]:
    few = sum(line.net for line in StatementLine.objects.filter(statement__agent=scene.south))
    assert few
    return [re.compile(r"\b3 of 37\b"), re.compile(re.escape(formats.money(few))), re.compile(rf"\b{few:.2f}\b")]


def test_no_printed_report_tells_of_few_people(client: Client, scene: Scene) -> None:
    chair = builders.seat(scene.programme, "service_users", user=scene.member)
    item = bodies.meeting_item(scene.programme, chair=chair, at=NOW)
    for meeting in (None, item.meeting):
        report = printing.made(scene.programme, scene.member, at=NOW, meeting=meeting)
        client.force_login(scene.member)
        told = read(client.get(reverse("dashboards:report_file", args=[scene.programme.slug, report.pk])))
        assert scene.programme.name in told
        assert "Every target at the end of 2025-q4" in told
        assert not [secret.pattern for secret in secrets_of(scene) if secret.search(told)]
        assert OF_FEW not in told
    whole = printing.made(scene.programme, scene.commissioner, at=NOW)
    client.force_login(scene.commissioner)
    told = read(client.get(reverse("dashboards:report_file", args=[scene.programme.slug, whole.pk])))
    assert OF_FEW in told


def test_no_listed_place_tells_of_few_people(client: Client, scene: Scene) -> None:
    secrets = secrets_of(scene)
    assert disclosure.Rule().is_small(3)
    assert len(LISTED) > 10
    for name in LISTED:
        if name.startswith("public:"):
            client.logout()
        else:
            client.force_login(scene.member)
        for address in addresses(scene, name):
            response = client.get(address)
            assert response.status_code == 200, address
            told = read(response)
            assert not [secret.pattern for secret in secrets if secret.search(told)], address
