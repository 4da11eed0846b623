import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outcomes.models import Claim, Submission
from tests import builders
from tests.outcomes.scheme import Scheme


@pytest.fixture
def url(scheme: Scheme) -> str:
    return reverse("outcomes:submission_new", args=[scheme.programme.slug])


def upload(content: bytes, name: str = "outcomes.csv") -> dict[str, object]:
    return {"kind": "outcomes", "file": SimpleUploadedFile(name, content)}


def test_an_agent_sends_a_file_and_the_job_accepts_its_rows(
    client: Client, scheme: Scheme, url: str, django_capture_on_commit_callbacks: object
) -> None:
    scheme.participant("P-1")
    client.force_login(scheme.user)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        response = client.post(url, upload(b"participant,outcome,achieved_on\nP-1,qualification,2025-02-01\n"))
    submission = Submission.objects.get()
    assert response.headers["Location"] == reverse(
        "outcomes:submission_detail", args=[scheme.programme.slug, submission.pk]
    )
    assert (submission.status, submission.submitted_by, Claim.objects.count()) == ("accepted", scheme.user, 1)


def test_the_page_tells_how_large_a_file_may_be(client: Client, scheme: Scheme, url: str) -> None:
    client.force_login(scheme.user)
    assert "At most 2,048 MB and 20,000,000 rows" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "outcomes.csv", "The file is empty. Check that it was saved, then send it again."),
        (b"PK\x03\x04rest", "outcomes.csv", "The content is an Excel workbook or another zip archive"),
        (b"a,b\n", "outcomes.pdf", "is neither a CSV nor an Excel workbook"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_the_field(
    client: Client, scheme: Scheme, url: str, content: bytes, name: str, said: str
) -> None:
    client.force_login(scheme.user)
    response = client.post(url, upload(content, name))
    assert said in response.content.decode().replace("&#x27;", "'")
    assert Submission.objects.count() == 0


def test_what_was_not_chosen_is_asked_for(client: Client, scheme: Scheme, url: str) -> None:
    client.force_login(scheme.user)
    page = client.post(url, {}).content.decode()
    assert "Select what is in the file" in page
    assert "Select the file to send" in page


def test_the_columns_of_this_contract_are_explained_and_offered_as_an_example(
    client: Client, scheme: Scheme, url: str
) -> None:
    client.force_login(scheme.user)
    page = client.get(url).content.decode()
    assert "job_outcome" in page
    assert "employer_letter" in page
    example = client.get(reverse("outcomes:submission_template", args=[scheme.programme.slug, "participants", "csv"]))
    assert example.content.decode("utf-8-sig").splitlines() == ["participant,started_on,group", "A-0001,06/04/2026,1"]
    assert (
        client.get(reverse("outcomes:submission_template", args=[scheme.programme.slug, "x", "csv"])).status_code == 404
    )


def test_who_acts_for_several_agents_says_for_which(client: Client, scheme: Scheme, url: str) -> None:
    second = builders.organisation("Second", code="second")
    builders.member(scheme.programme, "agent", organisation=second, user=scheme.user)
    client.force_login(scheme.user)
    page = client.post(url, upload(b"participant,outcome,achieved_on\n")).content.decode()
    assert "Select the agent for which you send the file" in page
    response = client.post(url, upload(b"participant,outcome,achieved_on\n") | {"agent": second.code})
    assert "is not an agent of this programme" in response.content.decode()
