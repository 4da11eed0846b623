"""Plans of reports travel with a programme; the reports that were made by them stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from dashboards.actions import pack_report_plans as pack
from dashboards.actions import reports
from dashboards.models import Report, ReportPlan
from dashboards.selectors import reports as selectors
from stages.actions import pack_check, pack_export, packs
from stages.actions.pack_errors import PackError, PackRefused
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.MOMENT


def planned() -> Programme:
    """At first every month with packs a week ahead, since a year on every quarter without."""
    programme = builders.programme()
    commissioner = builders.member(programme, "commissioner")
    reports.plan(programme=programme, every="month", pack_days=7, by=commissioner, at=AT)
    reports.plan(programme=programme, every="quarter", pack_days=None, by=commissioner, at=builders.later(days=365))
    return programme


def load(programme: Programme, section: Any) -> None:
    pack.load(programme=programme, section=section, by=builders.system(), at=AT)


def test_plans_travel_in_their_order_with_who_set_them_and_once() -> None:
    programme, empty = planned(), builders.programme()
    rows = pack.export(programme)
    assert rows is not None
    builders.member(empty, "commissioner", user=ReportPlan.objects.filter(programme=programme)[0].set_by)
    for _ in range(2):
        load(empty, rows)
    assert pack.export(empty) == rows
    assert [(row["every"], row.get("pack_days")) for row in rows] == [("month", 7), ("quarter", None)]
    held = selectors.plan(empty)
    assert held is not None
    assert held.every == "quarter"


def test_a_whole_pack_with_plans_is_loaded_elsewhere_and_its_reports_are_made_there() -> None:
    programme = planned()
    reports.ask(programme=programme, by=builders.system(), at=AT)
    document = pack_export.export(programme=programme, by=builders.system())
    document["programme"]["slug"] = "elsewhere"
    pack_check.check(document)
    made, _new = packs.load(document=document, by=builders.system(), at=builders.later(days=400))
    assert pack.export(made) == pack.export(programme)
    assert not Report.objects.filter(programme=made).exists()
    held = selectors.plan(made)
    assert held is not None
    due = selectors.due(held, localdate(builders.later(days=400)) + timedelta(days=100))
    assert [one.audience for one in due] == ["records", "protected"]


def test_a_programme_without_plans_has_no_such_section() -> None:
    assert pack.export(builders.programme()) is None


def test_a_plan_of_somebody_who_may_not_plan_names_its_place_in_the_pack() -> None:
    programme = builders.programme()
    analyst = builders.member(programme, "analyst")
    with pytest.raises(PackError, match="report_plans/0"):
        load(programme, [{"every": "month", "by": analyst.email}])


def test_the_schema_refuses_a_plan_that_the_product_does_not_know() -> None:
    document = pack_export.export(programme=planned(), by=builders.system())
    document["report_plans"] = [{"every": "week"}, {"every": "month", "pack_days": 61}]
    with pytest.raises(PackRefused) as refused:
        pack_check.check(document)
    assert {one.path for one in refused.value.problems} == {"report_plans/0/every", "report_plans/1/pack_days"}
