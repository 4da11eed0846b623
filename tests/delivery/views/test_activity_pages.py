"""The pages of the activity log and of contact by segment."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from delivery.models import Activity, Participant
from tests import builders
from tests.delivery import records
from tests.outcomes.scheme import SENT, Scheme


def address(scheme: Scheme, name: str, *parts: object) -> str:
    return reverse(f"delivery:{name}", args=[scheme.programme.slug, *parts])


def person(scheme: Scheme) -> Participant:
    return Participant.objects.get(programme=scheme.programme, reference="P-07")


def test_an_agent_records_and_corrects_what_was_done(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    url = address(scheme, "activity_add")
    given = {"reference": "P-07", "day": "2025-03-01", "kind": "meeting", "minutes": "40"}
    refused = client.post(url, given | {"note": "Ring 07700 900123"}).content.decode()
    assert "seems to hold a telephone number" in refused
    client.post(url, given | {"note": "Agreed three steps."})
    one = Activity.objects.get()
    client.post(address(scheme, "activity_correct", one.pk), {"day": "2025-03-01", "kind": "call", "minutes": "0"})
    text = client.get(address(scheme, "activity_list"), {"reference": "P-07"}).content.decode()
    assert "Corrected" in text
    assert "Correction" in text
    detail = client.get(address(scheme, "participant_detail", person(scheme).pk)).content.decode()
    assert "Last activities" in detail
    assert " matches. Change" in client.get(address(scheme, "activity_list"), {"kind": "group"}).content.decode()


def test_bad_rows_of_a_file_are_listed_together(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    content = b"participant,day,kind,minutes,note\nP-07,soon,meeting,40,\nP-08,2025-03-01,meeting,x,a@b.example\n"
    file = SimpleUploadedFile("done.csv", content, "text/csv")
    text = client.post(address(scheme, "activity_upload"), {"file": file}).content.decode()
    assert "3 things are wrong in it" in text
    assert "a@b.example" not in text
    good = SimpleUploadedFile("done.csv", b"participant,day,kind,minutes\nP-07,2025-03-01,meeting,40\n", "text/csv")
    text = client.post(address(scheme, "activity_upload"), {"file": good}, follow=True).content.decode()
    assert "1 activity is recorded; 0 were known already" in text


def test_the_log_is_for_its_agent_and_those_who_check(client: Client, scheme: Scheme) -> None:
    records.activity(person(scheme), note="Seen by those who check.")
    seen = {}
    for role in Role:
        client.force_login(builders.member(scheme.programme, role))
        response = client.get(address(scheme, "activity_list"))
        seen[role] = "Seen by those who check." in response.content.decode() if response.status_code == 200 else None
    assert seen == {
        Role.COMMISSIONER: True, Role.VERIFIER: True, Role.ANALYST: True, Role.AGENT: False,
        Role.PRINCIPAL: None, Role.EXPERT_BODY: None, Role.ADMINISTRATOR: None,
    }  # fmt: skip


def test_contact_of_few_is_withheld_from_those_who_may_not_see_rows(client: Client, scheme: Scheme) -> None:
    records.activity(person(scheme), minutes=120)
    client.force_login(builders.member(scheme.programme, Role.EXPERT_BODY))
    assert "withheld" in client.get(address(scheme, "contact")).content.decode()
    client.force_login(scheme.user)
    text = client.get(address(scheme, "contact")).content.decode()
    assert "withheld" not in text
    assert "2.0" in text


def test_no_contact_yet(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    assert "No contact recorded yet" in client.get(address(scheme, "contact")).content.decode()
    assert "No activities yet" in client.get(address(scheme, "activity_list")).content.decode()


def test_a_long_log_is_paged_in_as_many_queries_as_a_short_one(
    client: Client, scheme: Scheme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    one = person(scheme)
    Activity.objects.bulk_create(
        Activity(
            programme=scheme.programme, agent=scheme.agent, participant=one, day=one.started_on, kind="call",
            minutes=1 + number % 60, recorded_by=scheme.user, recorded_at=SENT,
        )
        for number in range(3000)
    )  # fmt: skip
    client.force_login(scheme.user)
    with django_assert_max_num_queries(18):
        page = client.get(address(scheme, "activity_list")).context["page"]
    assert len(page.rows) == 50
    assert client.get(address(scheme, "activity_list"), {"from": page.older}).context["page"].newer
