"""The pages of register extracts, as commissioner and verifier use them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outcomes.models import RegisterExtract
from tests.outcomes.scheme import Scheme

SAID = {
    "name": "Payroll, 2025", "source": "Revenue office",
    "covers_from_0": "1", "covers_from_1": "1", "covers_from_2": "2025",
    "covers_until_0": "30", "covers_until_1": "11", "covers_until_2": "2025",
}  # fmt: skip
CONTENT = b"participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\nP-9,job_outcome,2025-03-02\n"


def page(client: Client, scheme: Scheme, name: str, **wanted: str) -> str:
    args = [scheme.programme.slug, *(RegisterExtract.objects.values_list("pk", flat=True) if "detail" in name else ())]
    return client.get(reverse(f"outcomes:{name}", args=args), wanted).content.decode()


def test_a_commissioner_sends_an_extract_and_reads_whom_it_is_about(
    client: Client, scheme: Scheme, commissioner: User
) -> None:
    scheme.participant("P-1")
    client.force_login(commissioner)
    assert "No extracts yet" in page(client, scheme, "register_list")
    url = reverse("outcomes:register_upload", args=[scheme.programme.slug])
    assert "Job outcome" in client.get(url).content.decode()
    shown = client.post(url, {**SAID, "file": SimpleUploadedFile("e.csv", CONTENT)}, follow=True).content.decode()
    assert "1 of its 2 rows match" in shown
    assert "Not on the programme" in shown
    assert "P-9" not in page(client, scheme, "register_detail", match="matched").split("Rows in the order")[1]
    assert "No row matches" in page(client, scheme, "register_detail", reference="X")
    assert "Payroll, 2025" in page(client, scheme, "register_list", q="payroll")
    assert "No extract matches" in page(client, scheme, "register_list", q="courts")


def test_what_is_wrong_is_said_row_by_row_and_nothing_is_taken(
    client: Client, scheme: Scheme, commissioner: User
) -> None:
    client.force_login(commissioner)
    url = reverse("outcomes:register_upload", args=[scheme.programme.slug])
    bad = SimpleUploadedFile("e.csv", b"participant,outcome,achieved_on\nP-1,home,2025-03-01\n")
    shown = client.post(url, {**SAID, "file": bad}).content.decode()
    assert "Nothing was taken from the file" in shown
    assert "The contract has no outcome with the code “home”." in shown
    assert "Enter which register it is" in client.post(url, {}).content.decode()
    assert not RegisterExtract.objects.exists()


def test_agents_and_strangers_see_no_extract(client: Client, scheme: Scheme, stranger: User) -> None:
    url = reverse("outcomes:register_list", args=[scheme.programme.slug])
    client.force_login(scheme.user)
    assert client.get(url).status_code == 403
    client.force_login(stranger)
    assert client.get(url).status_code == 404
