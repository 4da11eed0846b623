"""Every outcome that is paid for traces to the need of a stakeholder."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from contracts.actions import drafting, needs, pack
from contracts.selectors import needs as needs_selector
from stages.actions import leaving, stakeholders, visits
from stages.models import Stakeholder
from tests import builders as general
from tests.contracts import builders, documents
from tests.contracts.builders import Setting

pytestmark = pytest.mark.django_db
AT = general.later(days=4)


@pytest.fixture
def place() -> Setting:
    """A draft of a contract in stage 4, before which stage 1 entered one stakeholder."""
    found = builders.setting(1)
    stakeholders.add(
        programme=found.programme, name="Job seekers", need="Work that lasts", by=general.system(), at=general.MOMENT
    )
    for stage in (1, 2, 3):
        general.pass_decided_elsewhere(found.programme, stage)
    builders.draft(found)
    return found


@pytest.fixture
def seekers(place: Setting) -> Stakeholder:
    return place.programme.stakeholders.get()


def shortfalls(place: Setting) -> list[str]:
    return needs_selector.shortfalls(place.programme, AT.date())


def trace(place: Setting, *to: Stakeholder) -> None:
    needs.trace(programme=place.programme, outcome="job", to=to, by=place.commissioner, at=AT)


def test_an_outcome_without_a_need_is_named_until_it_is_traced(place: Setting, seekers: Stakeholder) -> None:
    assert shortfalls(place) == ["“Outcome job” is paid for, and traces to no stakeholder. Say who needs it."]
    assert [alert.kind for alert in needs_selector.alerts([place.programme.pk], AT.date())] == ["untraced"]
    trace(place, seekers)
    assert shortfalls(place) == []
    assert needs_selector.alerts([place.programme.pk], AT.date()) == []
    entry = AuditEntry.objects.get(action="contracts.need.trace")
    assert entry.after == {"outcome": "job", "stakeholders": ["Job seekers"]}


def test_before_there_is_a_contract_there_is_nothing_to_trace() -> None:
    assert needs_selector.shortfalls(general.programme(), AT.date()) == []


def test_an_outcome_that_no_rule_names_is_not_paid_for(place: Setting) -> None:
    version = place.programme.contract_versions.get()
    document = documents.version(outcomes=[documents.outcome("job"), documents.outcome("contentment")])
    drafting.write_draft(programme=place.programme, version=version, document=document, by=general.system(), at=AT)
    paid = needs_selector.payable([place.programme.pk])[place.programme.pk]
    assert [outcome.code for outcome in paid] == ["job"]


def test_a_stakeholder_whom_an_outcome_depends_on_cannot_be_deleted(place: Setting, seekers: Stakeholder) -> None:
    trace(place, seekers)
    finding = general.finding(place.programme, stages=(1,))
    visits.reopen(programme=place.programme, stage=1, because="New need", finding=finding, by=general.system(), at=AT)
    for act in (leaving.remove, leaving.leave):
        with pytest.raises(Refused, match="The outcome “Outcome job” traces to their need"):
            act(stakeholder=seekers, because="Gone", by=place.commissioner, at=AT)
    trace(place)
    leaving.remove(stakeholder=seekers, because="Gone", by=place.commissioner, at=AT)
    assert not place.programme.stakeholders.exists()


def test_what_does_not_exist_is_refused(place: Setting, seekers: Stakeholder) -> None:
    with pytest.raises(Refused, match="pays for no outcome “rest”"):
        needs.trace(programme=place.programme, outcome="rest", to=[seekers], by=place.commissioner, at=AT)
    stranger = stakeholders.add(programme=general.programme(), name="Others", by=general.system(), at=AT)
    with pytest.raises(Refused, match="from this programme's register"):
        trace(place, stranger)


def test_agents_do_not_trace_and_closed_stages_are_left_alone(place: Setting, seekers: Stakeholder) -> None:
    with pytest.raises(Forbidden):
        needs.trace(programme=place.programme, outcome="job", to=[seekers], by=place.for_agent, at=AT)
    general.pass_decided_elsewhere(place.programme, 4)
    with pytest.raises(visits.StageClosed):
        trace(place, seekers)


def test_needs_travel_with_the_contract(place: Setting, seekers: Stakeholder) -> None:
    trace(place, seekers)
    section = pack.export(place.programme)
    assert [(row["outcome"], row["stakeholder"]) for row in section["needs"]] == [("job", "Job seekers")]
    other = general.programme()
    stakeholders.add(programme=other, name="Job seekers", by=general.system(), at=AT)
    for stage in (1, 2, 3):
        general.pass_decided_elsewhere(other, stage)
    pack.load(programme=other, section=section, by=general.system(), at=AT)
    assert pack.export(other) == section


def test_the_page_lists_outcomes_and_a_commissioner_traces_them(
    client: Client, place: Setting, seekers: Stakeholder
) -> None:
    client.force_login(place.commissioner)
    listed = client.get(reverse("contracts:need_list", args=[place.programme.slug])).content.decode()
    assert "1 of 1 outcomes traces to nobody’s need" in listed
    edit = reverse("contracts:need_edit", args=[place.programme.slug, "job"])
    assert "Select at least one stakeholder" in client.post(edit, {"save": "1"}).content.decode()
    page = client.post(edit, {"stakeholders": [seekers.pk]}, follow=True).content.decode()
    assert "Every outcome traces to a need" in page
    assert "Work that lasts" in page
    client.force_login(place.for_agent)
    assert client.get(edit).status_code == 403
    assert client.get(reverse("contracts:need_list", args=[place.programme.slug])).status_code == 200


def test_the_page_that_removes_a_stakeholder_says_which_outcome_depends_on_them_and_keeps_the_reason(
    client: Client, place: Setting, seekers: Stakeholder
) -> None:
    trace(place, seekers)
    visits.reopen(
        programme=place.programme, stage=1, because="Look again.", by=general.system(), at=general.later(days=5),
        finding=None,
    )  # fmt: skip
    client.force_login(place.commissioner)
    where = reverse("stages:stakeholder_leave", args=[place.programme.slug, seekers.pk])
    page = client.post(where, {"because": "Entered twice"}).content.decode()
    assert "The outcome “Outcome job” traces to their need. Trace it to somebody else first." in page
    assert "Entered twice" in page
    assert Stakeholder.objects.present().filter(pk=seekers.pk).exists()
