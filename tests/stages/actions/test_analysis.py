"""Challenges, baseline, data access and appraisals: kept alike while stage 1 is open."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, User
from stages.actions import analysis, visits
from stages.models import Appraisal, Baseline, Challenge, DataSource, Programme
from stages.selectors import stage_facts
from tests import builders

pytestmark = pytest.mark.django_db
AT = builders.later(days=1)
KINDS: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (Challenge, {"side": "internal", "what": "Old systems"}, {"response": "A new one"}),
    (
        Baseline,
        {"measure": "People", "value": "212", "period": "2025", "source": "Count", "quality": "fair"},
        {"value": "221"},
    ),
    (DataSource, {"record": "Payroll", "holder": "HMRC", "status": "asked", "measures": "Work"}, {"status": "refused"}),
    (Appraisal, {"alternative": "Grant"}, {"conclusion": "Dearer"}),
]


@pytest.mark.parametrize(("model", "fields", "changes"), KINDS, ids=lambda value: getattr(value, "__name__", ""))
class TestEveryRegister:
    def test_it_is_added_changed_and_audited(
        self, model: Any, fields: dict[str, Any], changes: dict[str, Any], programme: Programme, commissioner: User
    ) -> None:
        made = analysis.add(model=model, programme=programme, by=commissioner, at=AT, **fields)
        analysis.change(entry=made, by=commissioner, at=AT, **changes)
        made.refresh_from_db()
        assert {name: getattr(made, name) for name in changes} == changes
        name = model._meta.model_name
        found = AuditEntry.objects.filter(action__startswith=f"stages.{name}.").order_by("pk")
        assert [entry.action for entry in found] == [f"stages.{name}.add", f"stages.{name}.change"]

    def test_a_reader_and_a_closed_stage_are_refused(
        self, model: Any, fields: dict[str, Any], changes: dict[str, Any], programme: Programme, commissioner: User,
        analyst: User,
    ) -> None:  # fmt: skip
        made = analysis.add(model=model, programme=programme, by=commissioner, at=AT, **fields)
        with pytest.raises(Forbidden):
            analysis.add(model=model, programme=programme, by=analyst, at=AT, **fields)
        builders.pass_decided_elsewhere(programme, 1)
        with pytest.raises(visits.StageClosed):
            analysis.add(model=model, programme=programme, by=commissioner, at=AT, **fields)
        with pytest.raises(visits.StageClosed):
            analysis.change(entry=made, by=commissioner, at=AT, **changes)


def source(programme: Programme, **fields: Any) -> DataSource:
    given = {"record": "Payroll", "holder": "HMRC", "status": "agreed", "measures": "Work", "gateway": "Act 1"}
    return analysis.add(model=DataSource, programme=programme, by=builders.system(), at=AT, **(given | fields))


def test_access_is_not_agreed_without_a_legal_gateway(programme: Programme) -> None:
    with pytest.raises(Refused, match="Enter the legal gateway"):
        source(programme, gateway=" ")
    made = source(programme, gateway="", status="asked")
    with pytest.raises(Refused, match="Enter the legal gateway"):
        analysis.change(entry=made, status="agreed", by=builders.system(), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataSource.objects.filter(pk=made.pk).update(status="agreed")


def test_the_gate_asks_for_lawful_access_to_every_record(programme: Programme) -> None:
    source(programme)
    source(programme, record="School roll", status="asked")
    known = stage_facts.stage_1(programme).data_sources
    assert [(one.record, one.is_lawful) for one in known] == [("Payroll", True), ("School roll", False)]


def test_an_alternative_counts_once_it_has_a_conclusion(programme: Programme) -> None:
    given: dict[str, Any] = {"model": Appraisal, "programme": programme, "by": builders.system(), "at": AT}
    analysis.add(alternative="Grant", **given)
    analysis.add(alternative="In house", conclusion="Slower", **given)
    assert stage_facts.stage_1(programme).appraised == ("In house",)


def test_a_challenge_is_owned_by_a_member(programme: Programme) -> None:
    with pytest.raises(Refused, match="not a member"):
        analysis.add(
            model=Challenge, side="internal", what="X", owner=builders.user(), programme=programme,
            by=builders.system(), at=AT,
        )  # fmt: skip


def test_empty_words_are_refused(programme: Programme) -> None:
    with pytest.raises(Refused, match="Enter the alternative"):
        analysis.add(model=Appraisal, alternative=" ", programme=programme, by=builders.system(), at=AT)


PAGES: list[tuple[str, dict[str, Any], str]] = [
    ("challenge", {"side": "external", "what": "High rents"}, "Nothing yet"),
    ("baseline", KINDS[1][1], "212"),
    ("data_source", KINDS[2][1], "Asked for"),
    ("appraisal", {"alternative": "Grant", "conclusion": "Dearer to run"}, "Dearer to run"),
]


@pytest.mark.parametrize(("code", "fields", "words"), PAGES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_is_written_searched_and_changed_on_its_pages(
    client: Client, programme: Programme, commissioner: User, code: str, fields: dict[str, Any], words: str
) -> None:
    client.force_login(commissioner)
    listed, add = (reverse(f"stages:{code}_{page}", args=[programme.slug]) for page in ("list", "add"))
    assert "Nothing recorded yet" in client.get(listed).content.decode()
    assert "There is a problem" in client.post(add, {"nothing": ""}).content.decode()
    page = client.post(add, fields, follow=True).content.decode()
    assert words in page
    assert "Nothing matches" in client.get(listed, {"q": "no such thing"}).content.decode()
    record: Any = {"challenge": Challenge, "baseline": Baseline, "data_source": DataSource, "appraisal": Appraisal}[
        code
    ]
    made = record.objects.get()
    edit = reverse(f"stages:{code}_edit", args=[programme.slug, made.pk])
    assert str(next(iter(fields.values()))) in client.get(edit).content.decode()
    assert "The change is kept" in client.post(edit, fields, follow=True).content.decode()
