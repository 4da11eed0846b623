"""The pages of key workers, assignments and secondments."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from delivery.models import Assignment, KeyWorker, Participant, Secondment
from delivery.selectors import contract as contracts
from tests import builders
from tests.delivery import records
from tests.outcomes.scheme import SENT, Scheme


def address(scheme: Scheme, name: str, *parts: object) -> str:
    return reverse(f"delivery:{name}", args=[scheme.programme.slug, *parts])


def sent(scheme: Scheme, client: Client, rows: str) -> str:
    file = SimpleUploadedFile("who.csv", f"participant,key_worker,from\n{rows}".encode(), "text/csv")
    return client.post(address(scheme, "assignment_upload"), {"file": file}, follow=True).content.decode()


def test_an_agent_adds_a_key_worker_and_sends_who_is_with_them(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    client.post(address(scheme, "key_worker_add"), {"reference": "J. Hale", "from_date": "2025-01-01", "fte": "0.8"})
    text = sent(scheme, client, "P-00,J. Hale,2025-02-01\nP-01,J. Hale,2025-02-01\n")
    assert "2 assignments are recorded; 0 were known already" in text
    people = client.get(address(scheme, "participant_list"), {"key_worker": "J. Hale"}).context["page"].rows
    assert [one.reference for one in people] == ["P-01", "P-00"]
    without = client.get(address(scheme, "participant_list"), {"key_worker": "none", "reference": "P-0"})
    assert [one.reference for one in without.context["page"].rows] == [f"P-0{number}" for number in range(9, 1, -1)]
    detail = client.get(address(scheme, "participant_detail", people[0].pk)).content.decode()
    assert "J. Hale" in detail


def test_bad_rows_are_listed_together(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    text = sent(scheme, client, "P-77,Nobody,2025-02-01\nP-00,Nobody,tomorrow\n")
    assert "4 things are wrong in it" in text
    assert text.count("No key worker of yours has this name or number") == 2
    assert "Select the file to send" in client.post(address(scheme, "assignment_upload")).content.decode()


def test_overloads_are_shown_with_their_reason(client: Client, scheme: Scheme) -> None:
    worker = records.worker(scheme.programme, scheme.agent, "Busy")
    records.worker(scheme.programme, scheme.agent, "Free")
    records.agreed(scheme.programme, scheme.agent, caseload_ceiling=5)
    client.force_login(scheme.user)
    client.post(address(scheme, "assignment_add"), {"key_worker": worker.pk, "from_date": "2025-12-01", "at_most": "6"})
    text = client.get(address(scheme, "key_worker_list")).content.decode()
    assert "Not explained yet" in text
    client.post(
        address(scheme, "key_worker_edit", worker.pk),
        {"reference": "Busy", "from_date": "2025-01-01", "fte": "1", "explanation": "Until May, for a colleague."},
    )
    client.force_login(builders.member(scheme.programme, Role.COMMISSIONER))
    text = client.get(address(scheme, "key_worker_list")).content.decode()
    assert "Until May, for a colleague." in text
    assert "54" in text  # never had one
    assert "Free" not in client.get(address(scheme, "key_worker_list"), {"state": "overloaded"}).content.decode()
    assert (
        "matches. Change what you look for"
        in client.get(address(scheme, "key_worker_list"), {"q": "zz"}).content.decode()
    )


def test_a_secondment_is_added_and_found(client: Client, scheme: Scheme) -> None:
    client.force_login(scheme.user)
    assert "No secondments yet" in client.get(address(scheme, "secondment_list")).content.decode()
    given = {
        "from_organisation": "Council", "role": "Housing officer", "outcome": "job_outcome", "from_date": "2025-01-01",
        "fte": "0.5",
    }  # fmt: skip
    client.post(address(scheme, "secondment_add"), given)
    assert Secondment.objects.get().from_date == date(2025, 1, 1)
    listed = client.get(address(scheme, "secondment_list"), {"q": "housing"}).content.decode()
    assert "Housing officer" in listed
    assert contracts.of(scheme.programme).outcome_names["job_outcome"] in listed
    assert "job_outcome" not in listed
    assert " matches.</p>" in client.get(address(scheme, "secondment_list"), {"q": "zz"}).content.decode()


def test_another_agent_sees_neither_key_workers_nor_their_participants(client: Client, scheme: Scheme) -> None:
    records.worker(scheme.programme, scheme.agent, "Ours")
    client.force_login(builders.member(scheme.programme, Role.AGENT))
    response = client.get(address(scheme, "key_worker_list"))
    assert "Ours" not in response.content.decode()
    assert response.context["totals"].participants == 0


def test_at_20000_participants_pages_ask_as_many_questions_as_at_60(
    client: Client, scheme: Scheme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    worker = records.worker(scheme.programme, scheme.agent)
    Participant.objects.bulk_create(
        Participant(
            programme=scheme.programme, agent=scheme.agent, reference=f"M-{number:05}", started_on=date(2025, 4, 1),
            segment="group-1", version=scheme.version, received_at=SENT,
        )
        for number in range(20_000)
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(
            programme=scheme.programme, agent=scheme.agent, participant=one, key_worker=worker,
            from_date=localdate(), assigned_by=scheme.user, assigned_at=SENT,
        )
        for one in Participant.objects.filter(reference__startswith="M-0")
    )  # fmt: skip
    client.force_login(scheme.user)
    with django_assert_max_num_queries(22):
        page = client.get(address(scheme, "key_worker_list"))
    assert page.context["totals"].with_worker == 10_000
    for wanted in ({}, {"key_worker": "W-1"}, {"key_worker": "none"}):
        with django_assert_max_num_queries(20):
            assert len(client.get(address(scheme, "participant_list"), wanted).context["page"].rows) == 50
    assert KeyWorker.objects.count() == 1
