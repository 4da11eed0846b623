from django.test import Client
from django.urls import reverse

from accounts.models import User
from outcomes.actions import submissions
from outcomes.models import ColumnName, StandingChoice, Submission
from tests.outcomes.scheme import SENT, Scheme

OWN_NAMES = "Client ID;Result;Date of result\nP-1;qualification;01/02/2025\n"
MIXED = "participant,outcome,achieved_on\nP-1,qualification,2025-02-01\nP-9,qualification,2025-02-01\n"


def at(name: str, scheme: Scheme, *parts: object) -> str:
    return reverse(f"outcomes:{name}", args=[scheme.programme.slug, *parts])


def text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_a_file_with_other_names_leads_to_the_question_and_on_to_its_rows(
    client: Client, scheme: Scheme, django_capture_on_commit_callbacks: object
) -> None:
    scheme.participant("P-1")
    failed = scheme.send(OWN_NAMES, name="ours.csv")
    client.force_login(scheme.user)
    asks = at("submission_columns", scheme, failed.pk)
    assert asks in text(client, at("submission_detail", scheme, failed.pk))
    page = text(client, asks)
    assert "“Client ID”" in page
    assert "Its first cells: 01/02/2025" in page
    answers = {"column_0": "participant", "column_1": "outcome", "column_2": "achieved_on"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(asks, answers)
    done = Submission.objects.get(follows=failed)
    assert (done.status, done.accepted) == ("accepted", 1)
    assert at("submission_detail", scheme, done.pk) in text(client, at("submission_detail", scheme, failed.pk))
    remembered = text(client, at("agent_files", scheme, scheme.agent.code))
    assert "date_of_result" in remembered
    name = ColumnName.objects.get(heading="date_of_result")
    client.post(at("column_name", scheme, name.pk), {"forget": "yes"})
    assert not ColumnName.objects.filter(pk=name.pk).exists()


def test_a_needed_column_that_is_not_chosen_is_asked_for(client: Client, scheme: Scheme) -> None:
    failed = scheme.send(OWN_NAMES)
    client.force_login(scheme.user)
    page = client.post(at("submission_columns", scheme, failed.pk), {"column_0": "participant"}).content.decode()
    assert "The file still lacks outcome, achieved_on. Say which column holds it." in page
    assert ColumnName.objects.count() == 0


def test_the_standing_choice_is_offered_with_the_next_file(client: Client, scheme: Scheme, commissioner: User) -> None:
    client.force_login(scheme.user)
    client.post(at("agent_files", scheme, scheme.agent.code), {"consent": "all"})
    assert StandingChoice.objects.get().consent == "all"
    assert client.get(at("submission_new", scheme)).context["form"].initial["consent"] == "all"
    client.force_login(commissioner)
    assert client.get(at("agent_files", scheme, scheme.agent.code)).status_code == 200
    assert client.post(at("agent_files", scheme, scheme.agent.code), {"consent": "good"}).status_code == 403


def test_good_rows_that_were_held_back_are_taken_by_a_button(
    client: Client, scheme: Scheme, django_capture_on_commit_callbacks: object
) -> None:
    scheme.participant("P-1")

    held = scheme.receive(MIXED, consent="all")
    submissions.process(submission_id=held.pk, at=SENT, wait=True)
    client.force_login(scheme.user)
    page = text(client, at("submission_detail", scheme, held.pk))
    assert "Nothing was taken" in page
    assert "Correct these rows in your own file and send it whole" in page
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(at("submission_take", scheme, held.pk), {"consent": "good"})
    assert Submission.objects.get(follows=held).accepted == 1
    again = client.post(at("submission_take", scheme, held.pk), {"consent": "good"}, follow=True)
    assert "The file has been taken again already" in again.content.decode()


def test_a_check_only_says_so_and_offers_to_take_the_file(client: Client, scheme: Scheme) -> None:
    scheme.participant("P-1")

    checked = scheme.receive(MIXED, dry_run=True)
    submissions.process(submission_id=checked.pk, at=SENT, wait=True)
    client.force_login(scheme.user)
    page = text(client, at("submission_detail", scheme, checked.pk))
    assert "The file was only checked; nothing has been taken from it." in page
    assert "Take the good rows" in page


def test_work_that_has_not_ended_can_be_stopped(client: Client, scheme: Scheme) -> None:
    waiting = scheme.receive(MIXED)
    client.force_login(scheme.user)
    assert "Stop and take nothing" in text(client, at("submission_detail", scheme, waiting.pk))
    page = client.post(at("submission_cancel", scheme, waiting.pk), follow=True).content.decode()
    assert "The work on the file was stopped. Nothing was taken from it." in page
    again = client.post(at("submission_cancel", scheme, waiting.pk), follow=True).content.decode()
    assert "cannot be cancelled" in again


def test_progress_tells_the_rate_and_the_time_left(client: Client, scheme: Scheme) -> None:
    waiting = scheme.receive(MIXED)
    Submission.objects.filter(pk=waiting.pk).update(
        status="reading", rows_read=10_000, rows_expected=610_000, rows_per_second=20_000
    )
    client.force_login(scheme.user)
    page = text(client, at("submission_progress", scheme, waiting.pk))
    assert "20,000 rows a second; about 30 seconds left." in page
