"""Somebody who may not see rows takes that a target is called off track for what it tells of its hidden figures."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts.domain import monitoring_rules
from dashboards.models import Report
from dashboards.selectors import report_programme
from delivery.domain import suppression
from delivery.domain.suppression import NOT_SHOWN, Kind, Place, Rule
from monitoring.actions import monitor
from monitoring.domain import tracking
from monitoring.models import Flag, Measurement
from monitoring.selectors import figures, shown, tables
from stages.actions import findings
from stages.models import Finding
from tests import builders
from tests.delivery import attacks
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, Scene

pytestmark = pytest.mark.django_db
PERIODS = ("2025-q3", "2025-q4")
PLACES: dict[str, Place] = {"job-rate": (None, None), "south-rate": ("southway", None), "other-rate": (None, "other")}


@pytest.fixture
@kept
def scene() -> Scene:
    """In the south so few start that “off track” tells how many achieved it; of the other segment 3 of 100 do."""
    south, other = {"code": "south-rate", "agent": "southway"}, {"code": "other-rate", "segment": "other"}
    targets = [scenes.RATE, scenes.RATE | south, scenes.RATE | other]
    made = scenes.scene(targets=targets)
    for place in (2, 3):
        made.quarter(place, 300, 60)
        made.quarter(place, 20, 2, agent=made.south)
        made.quarter(place, 100, 3, segment="other")
        ends_on = scenes.QUARTERS[place][2]
        monitor.run(programme=made.programme, as_of=ends_on, by=builders.system(), at=scenes.moment(ends_on))
    return made


def raised(scene: Scene, code: str) -> Finding:
    return Finding.objects.get(programme=scene.programme, key__startswith=f"off_track:{code}:")


def most(one: Measurement) -> int:
    """The greatest number of those who achieved it of which the same would have been said."""
    people = sum(cell.people for cell in figures.cells_of(one))
    matured = sum(cell.matured for cell in figures.cells_of(one))
    lines = monitoring_rules.of_document(one.target.version.monitoring_rules)

    def said(achieved: int) -> tuple[str, bool]:
        found = tracking.judge_rate(
            people=people, achieved=achieved, matured=matured, value=0.5, minimum=0.4, fewest=5, lines=lines
        )
        return found.status.value, found.critical

    return max(n for n in range(people + 1) if said(n) == (one.status, one.is_critical))


def named(client: Client, scene: Scene) -> set[tuple[str, str]]:
    """The targets and periods that the list of flags calls off track to a member of the Expert Body."""
    client.force_login(scene.member)
    rows = client.get(reverse("monitoring:flag_list", args=[scene.programme.slug])).context["rows"]
    flags = [one.flag for row in rows for one in row.flags]
    return {(flag.target.code, flag.period.code) for flag in flags if flag.kind == Flag.Kind.OFF_TRACK}


def test_what_is_called_off_track_bounds_no_hidden_figure_below_the_threshold(client: Client, scene: Scene) -> None:
    told, rule = named(client, scene), Rule()
    assert {code for code, _period in told} == {"job-rate", "other-rate"}
    for period in PERIODS:
        standing = {one.target.code: one for one in Measurement.objects.standing().filter(period__code=period)}
        table = tables.table_of(standing["job-rate"])
        hidden = shown.hidden(scene.programme).places[standing["job-rate"].pk]
        known = {
            place: {part: float(n) for part, n in Kind.SHARE.parts(figure).items()}
            for place, figure in table.items()
            if place not in hidden
        }
        limits = {PLACES[code]: {"achieved": float(most(standing[code]))} for code, when in told if when == period}
        cells = [(row, column) for row, column in table if row is not None and column is not None]
        secrets = suppression.secrets(table, rule, Kind.SHARE, {})
        assert secrets
        for secret in secrets:
            parts = attacks.parts_of(Kind.SHARE)
            _low, high = attacks.bounds(cells, known, secret.place, secret.parts, parts, limits)
            assert high >= rule.threshold - 1e-6, (period, secret)


def test_the_same_attack_succeeds_where_every_flag_is_told(scene: Scene) -> None:
    """So that the test above is known to be able to fail."""
    one = Measurement.objects.standing().get(target__code="south-rate", period__code="2025-q3")
    assert one.status == Measurement.Status.RED
    assert most(one) < Rule().threshold


def test_a_finding_that_would_tell_of_few_people_is_withheld_wherever_it_is_read(client: Client, scene: Scene) -> None:
    finding = raised(scene, "south-rate")
    findings.reply(finding=finding, text="Seen by us.", by=scene.commissioner, at=NOW)
    findings.reopen_questioned(finding, scene.commissioner, NOW)
    slug = scene.programme.slug
    client.force_login(scene.member)
    addresses = [
        reverse("stages:finding_list", args=[slug]),
        f"{reverse('stages:finding_list', args=[slug])}?q=southway",
        f"{reverse('stages:finding_list', args=[slug])}?stage=4",
        reverse("stages:finding_detail", args=[slug, finding.number]),
        f"/api/v1/programmes/{slug}/findings/",
        f"/api/v1/programmes/{slug}/findings/{finding.number}/",
        f"/api/v1/programmes/{slug}/stages/4/",
        reverse("stages:programme_history", args=[slug]),
        reverse("stages:stage_history", args=[slug, 4]),
        reverse("stages:stage_detail", args=[slug, 4]),
        reverse("dashboards:programme_detail", args=[slug]),
        reverse("dashboards:programme_list"),
        reverse("dashboards:findings_dashboard", args=[slug]),
        reverse("dashboards:your_work"),
        reverse("expertbody:composition", args=[slug]),
        reverse("expertbody:decision_list", args=[slug]),
        reverse("expertbody:plain_words", args=[slug, "finding", finding.pk]),
        reverse("stages:lesson_list", args=[slug]),
        reverse("monitoring:flag_list", args=[slug]),
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert finding.title not in response.content.decode(), address
        assert finding.title.replace("–", "\\u2013") not in response.content.decode(), address
    page = client.get(reverse("stages:finding_detail", args=[slug, finding.number])).content.decode()
    assert "Too few people stand behind this finding" in page
    assert "Seen by us." in page
    client.force_login(scene.commissioner)
    page = client.get(reverse("stages:finding_detail", args=[slug, finding.number])).content.decode()
    assert finding.title in page


def test_neither_the_report_nor_its_table_of_findings_names_what_is_withheld(scene: Scene) -> None:
    for audience, is_named in ((Report.Audience.PROTECTED, False), (Report.Audience.RECORDS, True)):
        asked = Report(programme=scene.programme, kind=Report.Kind.PROGRAMME, audience=audience)
        assert (raised(scene, "south-rate").title in str(report_programme.report(asked, NOW))) is is_named


def test_a_finding_raised_before_is_read_without_what_is_not_shown_now(client: Client, scene: Scene) -> None:
    """Whatever was frozen: figures are told only where the same ones are shown now."""
    known = raised(scene, "job-rate")
    evidence = known.evidence | {
        "segments": [{"name": "Other", "people": 200, "achieved": 6}, *known.evidence["segments"]],
        "agents": [{"name": "Southway", "people": 40, "achieved": 4}],
        "somebody_counted": 3,
    }
    old, _created = findings.raise_finding(
        programme=scene.programme, key="off_track:job-rate:2025-q4", title="Job is off track",
        summary="Target job-rate in 2025-q4: 6 of 200 people had achieved it.", source=Finding.Source.MONITORING,
        severity=Finding.Severity.RED, evidence=evidence, stages=[(4, "Why?")], by=builders.system(), at=NOW,
    )  # fmt: skip
    client.force_login(scene.member)
    page = client.get(reverse("stages:finding_detail", args=[scene.programme.slug, old.number]))
    frozen = page.context["page"].frozen
    assert "6 of 200" not in page.content.decode()
    assert "somebody_counted" not in frozen
    assert frozen["agents"] == [{"name": "Southway", "people": NOT_SHOWN}]
    client.force_login(scene.commissioner)
    assert "6 of 200" in client.get(old.get_absolute_url()).content.decode()


def test_what_checks_of_claims_found_is_told_without_figures(client: Client, scene: Scene) -> None:
    found, _created = findings.raise_finding(
        programme=scene.programme, key="verification:southway:1", title="Too many claims of Southway are wrong",
        summary="3 of 20 checked claims are wrong. Error rate 15.0%.", source=Finding.Source.VERIFICATION,
        severity=Finding.Severity.RED, evidence={"plan": "Autumn", "agent": "Southway", "claims": 21, "wrong": 3},
        stages=[(4, "Why?")], by=builders.system(), at=NOW,
    )  # fmt: skip
    client.force_login(scene.member)
    page = client.get(found.get_absolute_url())
    assert page.context["page"].frozen == {"plan": "Autumn", "agent": "Southway"}
    assert "3 of 20" not in page.content.decode()
    assert "Too many claims of Southway are wrong" in page.content.decode()
    client.force_login(scene.commissioner)
    assert "3 of 20" in client.get(found.get_absolute_url()).content.decode()
