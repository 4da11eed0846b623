"""From a reported figure to the statement: confirmed by somebody else, priced, corrected, explained, taken along."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Organisation, Role, User
from contracts.selectors import terms
from outcomes.actions import measurements, pack_measurements
from outcomes.actions.measurements import MeasurementRefused
from outcomes.domain.figures import Figures, Statement
from outcomes.models import Measurement, MeasurementDecision
from outcomes.selectors import gates
from outcomes.selectors import measurements as selectors
from payments.models import LedgerEntry
from payments.selectors import integrity, statement_pages, version_trials
from stages.actions.pack_errors import PackError
from tests import builders
from tests.kept import kept
from tests.payments import scheme
from tests.payments.scheme import AS_OF, PRICED, Scheme

pytestmark = pytest.mark.django_db

SERVICE = {"code": "service", "name": "Fee", "kind": "service_fee", "amounts": [{"amount": "1000.00"}]}
METRIC = {"code": "units", "name": "Units delivered", "numerator": "Units", "denominator": "Units agreed"}
BANDED = {
    "code": "by-units", "name": "Units bonus", "kind": "banded_metric", "metric": "units",
    "base": {"rules": ["service"]},
    "bands": [
        {"to": "0.9", "share": "-0.05"},
        {"from": "0.9", "to": "1", "to_included": True, "share": "0"},
        {"from": "1", "from_included": False, "share": "0.05"},
    ],
}  # fmt: skip


def stated(top: int | str, bottom: int = 100, day: date = date(2026, 4, 20), **fields: Any) -> Statement:
    return Statement(Figures(numerator=Decimal(top), denominator=Decimal(bottom)), day, "Register of units", **fields)


class World:
    """A scheme with a fee and a banded metric, and the people who measure."""

    def __init__(self) -> None:
        self.scheme: Scheme = scheme.scheme(metrics=[METRIC], rules=[SERVICE, BANDED], caps=[])
        self.programme = self.scheme.programme
        self.analyst = builders.member(self.programme, Role.ANALYST)
        self.verifier = builders.member(self.programme, Role.VERIFIER)
        self.rival = builders.member(self.programme, Role.AGENT, organisation=builders.organisation("Rival"))

    @property
    def agent(self) -> Organisation:
        return self.scheme.agent

    @property
    def for_agent(self) -> User:
        return self.scheme.place.for_agent

    def report(self, top: int | str, covers: str = "2026-q1", by: User | None = None, **fields: Any) -> Measurement:
        given: dict[str, Any] = {"metric": "units", "agent": self.agent, "stated": stated(top)} | fields
        return measurements.report(programme=self.programme, covers=covers, by=by or self.for_agent, at=PRICED, **given)

    def confirm(self, found: Measurement, by: User | None = None) -> None:
        measurements.decide(measurement=found, kind="confirmed", reason="", by=by or self.verifier, at=PRICED)

    def correct(self, found: Measurement, top: int | str, reason: str = "Counted twice.") -> Measurement:
        return measurements.correct(measurement=found, stated=stated(top), reason=reason, by=self.analyst, at=PRICED)

    def paid(self) -> dict[tuple[str, str], str]:
        rows = LedgerEntry.objects.filter(rule="by-units").order_by("pk")
        return {(row.statement.period.code, row.kind): f"{row.net}" for row in rows}

    def page(self, name: str, *parts: object) -> str:
        return reverse(f"outcomes:{name}", args=[self.programme.slug, *parts])


@pytest.fixture
@kept
def world() -> World:
    return World()


def test_nothing_is_paid_before_somebody_else_has_confirmed(world: World) -> None:
    found = world.report(110)
    world.scheme.price()
    assert world.paid() == {}
    world.confirm(found)
    world.scheme.price()
    assert world.paid() == {("2026-q1", "payment"): "50.00"}
    assert integrity.verify().broken is None
    assert world.scheme.price() is None
    acts = AuditEntry.objects.filter(action__startswith="outcomes.measurement.").values_list("action", flat=True)
    assert sorted(acts) == ["outcomes.measurement.decide", "outcomes.measurement.report"]


def test_what_was_stated_stays_and_a_correction_lands_on_the_next_open_statement(
    world: World,
) -> None:
    """£50 more on an approved statement; corrected to 85% it is £50 less: −50 − 50 on the next quarter's."""
    found = world.report(110)
    world.confirm(found)
    world.scheme.price()
    world.scheme.approve("2026-q1")
    again = world.correct(found, 85)
    world.scheme.price()
    assert LedgerEntry.objects.filter(rule="by-units").count() == 1
    world.confirm(again)
    world.scheme.price()
    rows = LedgerEntry.objects.filter(rule="by-units", kind="adjustment").select_related("statement__period")
    assert [(row.statement.period.code, str(row.net)) for row in rows.order_by("pk")] == [
        ("2026-q2", "-50.00"), ("2026-q2", "-50.00"),
    ]  # fmt: skip
    assert all("The statement for 2026-q1 was approved before this. A measured figure" in row.reason for row in rows)
    assert sum(LedgerEntry.objects.filter(rule="by-units").values_list("net", flat=True)) == -50
    assert integrity.verify().broken is None


def test_a_refused_correction_leaves_the_figure_before_in_place(world: World) -> None:
    found = world.report(110)
    world.confirm(found)
    again = world.correct(found, 85)
    measurements.decide(measurement=again, kind="refused", reason="No evidence.", by=world.verifier, at=PRICED)
    assert [one.pk for one in selectors.counting(world.programme)] == [found.pk]
    third = world.correct(again, 95, "With the evidence.")
    world.confirm(third)
    assert [one.pk for one in selectors.counting(world.programme)] == [third.pk]


def test_who_may_report_and_who_may_confirm(world: World) -> None:
    with pytest.raises(Forbidden):
        world.report(110, by=world.rival)
    with pytest.raises(Forbidden):
        world.report(110, by=world.scheme.place.member)
    with pytest.raises(Forbidden):
        world.report(110, by=builders.user())
    found = world.report(110, by=world.analyst)
    for person in (world.analyst, world.for_agent, world.rival, world.scheme.place.for_principal):
        with pytest.raises(Forbidden):
            world.confirm(found, by=person)
    both = builders.member(world.programme, Role.AGENT, organisation=world.agent)
    builders.member(world.programme, Role.ANALYST, user=both)
    with pytest.raises(Forbidden):
        world.confirm(found, by=both)
    world.confirm(found)


def test_what_cannot_be_reported_is_refused_with_the_cure(world: World) -> None:
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"metric": "weddings"}, "No rule of an agreed version looks at"),
        ({"covers": "2031-q1"}, "No rule of an agreed version looks at"),
        ({"agent": None, "by": world.analyst}, "No rule of an agreed version looks at"),
        ({"stated": Statement(Figures(value=Decimal(1)), date(2026, 4, 1), "Register")}, "is a ratio"),
        ({"stated": stated(1, 0)}, "above zero"),
        ({"stated": stated(1, day=date(2031, 1, 1))}, "in the future"),
        ({"stated": Statement(Figures(None, Decimal(1), Decimal(2)), date(2026, 4, 1), " ")}, "comes from"),
    )
    for fields, message in cases:
        with pytest.raises(MeasurementRefused, match=message):
            world.report(110, **fields)
    found = world.report(110)
    with pytest.raises(MeasurementRefused, match="reported already"):
        world.report(111)
    with pytest.raises(MeasurementRefused, match="why the figure is corrected"):
        world.correct(found, 85, " ")
    again = world.correct(found, 85)
    with pytest.raises(MeasurementRefused, match="corrected before"):
        world.correct(found, 84)
    with pytest.raises(MeasurementRefused, match="corrected meanwhile"):
        world.confirm(found)
    with pytest.raises(MeasurementRefused, match="why the figure is refused"):
        measurements.decide(measurement=again, kind="refused", reason="", by=world.verifier, at=PRICED)
    world.confirm(again)
    with pytest.raises(MeasurementRefused, match="already"):
        world.confirm(again)


def test_a_figure_is_never_changed_or_removed_nor_decided_by_who_reported_it(world: World) -> None:
    found = world.report(110)
    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=found.pk).update(numerator=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=found.pk).delete()
    own = {"measurement": found, "kind": "confirmed", "decided_by": found.reported_by, "decided_at": PRICED}
    with pytest.raises(DatabaseError, match="cannot decide"), transaction.atomic():
        MeasurementDecision.objects.create(**own)


def test_every_step_from_the_figure_to_the_pound_is_told(world: World, client: Client) -> None:
    found = world.report(110)
    world.confirm(found)
    world.confirm(world.correct(found, "85.5"))
    world.scheme.price()
    client.force_login(world.scheme.place.commissioner)
    statement = world.scheme.statement("2026-q1")
    lines = statement_pages.page(statement, world.scheme.place.commissioner).lines
    line = next(one for one in lines if one.line.rule == "by-units")
    page = client.get(reverse("payments:statement_line", args=[world.programme.slug, statement.pk, line.code]))
    text = page.content.decode()
    for said in ("85.5 ÷ 100", "85.5%", "less than 90%", "−5% × £1,000.00", "−£50.00", "corrected: Counted twice."):
        assert said in text, said


def test_the_gate_of_stage_6_asks_for_figures_that_are_missing(world: World) -> None:
    said = " ".join(gates.return_shortfalls(world.programme, date(2026, 7, 2)))
    assert "Not measured and confirmed yet: Units delivered, 2026-q1; Units delivered, 2026-q2" in said
    world.confirm(world.report(100))
    assert "2026-q1;" not in " ".join(gates.return_shortfalls(world.programme, date(2026, 7, 2)))


def test_figures_travel_in_a_pack_with_their_corrections_and_decisions(world: World) -> None:
    found = world.report("110.5")
    world.confirm(found)
    measurements.decide(
        measurement=world.correct(found, 85), kind="refused", reason="No.", by=world.verifier, at=PRICED
    )
    world.report(99, covers="2026-q2")
    section = pack_measurements.export(world.programme)
    other = World()
    people = {getattr(world, name).email: getattr(other, name).email for name in ("for_agent", "analyst", "verifier")}
    for row in section:
        row["reported_by"] = people[row["reported_by"]]
        if "decision" in row:
            row["decision"]["by"] = people[row["decision"]["by"]]
    pack_measurements.load(programme=other.programme, section=section, by=builders.system(), at=PRICED)
    again = pack_measurements.export(other.programme)
    assert again == section
    assert [one.numerator for one in selectors.counting(other.programme)] == [Decimal("110.5")]
    with pytest.raises(PackError, match="reported already"):
        pack_measurements.load(programme=other.programme, section=section[:1], by=builders.system(), at=PRICED)


def test_another_version_is_tried_on_the_same_figures(world: World) -> None:
    world.confirm(world.report(110))
    version = world.scheme.version
    trial = version_trials.trial(version, version, AS_OF, world.scheme.place.commissioner)
    earlier, later = version_trials.work_out(trial)
    assert earlier == later
    assert str(earlier["2026-q1"].net) == "1050.00"
    assert terms.of(version).metric("units").name == "Units delivered"
