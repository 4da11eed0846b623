"""Files and claims over the interface: streamed in, followed, corrected, and the same as by the pages."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from outcomes.models import Claim, Submission
from tests import builders, interface
from tests.outcomes.scheme import Scheme

pytestmark = pytest.mark.django_db
NDJSON, CSV = "application/x-ndjson", "text/csv"


@pytest.fixture
def system(scheme: Scheme) -> interface.Caller:
    return interface.system_of(scheme.user)


@pytest.fixture
def path(scheme: Scheme) -> str:
    return f"programmes/{scheme.programme.slug}/"


def lines(*rows: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def processed(response: Any) -> Submission:
    """The submission once the job has run, as a worker would have run it."""
    from outcomes.actions import submissions

    assert response.status_code == 202, response.json()
    return submissions.process(submission_id=response.json()["id"], at=builders.later(days=0), wait=True)


def test_lines_of_json_are_taken_like_a_file(scheme: Scheme, system: interface.Caller, path: str) -> None:
    scheme.participant("P1")
    rows = lines(
        {"participant": "P1", "outcome": "job_outcome", "achieved_on": "2025-03-01", "colour": "red"},
        {"participant": "unknown", "outcome": "job_outcome", "achieved_on": "2025-03-01"},
    )
    response = system.post(f"{path}submissions/?kind=outcomes&filename=may", rows, kind=NDJSON)
    assert response["Location"] == f"/api/v1/{path}submissions/{response.json()['id']}/"
    done = processed(response)
    found = system.get(f"{path}submissions/{done.pk}/").json()
    assert (found["filename"], found["status"], found["finished"]) == ("may.ndjson", "partly", True)
    assert (found["received"], found["accepted"], found["rejected"]) == (2, 1, 1)
    assert found["unknown_columns"] == ["colour"]
    errors = system.get(f"{path}submissions/{done.pk}/errors/").json()["results"]
    assert [(one["row_number"], one["cells"]["participant"]) for one in errors] == [(2, "unknown")]
    assert errors[0]["errors"][0]["code"] == "unknown_participant"
    claims = system.get(f"{path}claims/").json()["results"]
    assert [(one["participant"], one["outcome"], one["row_number"]) for one in claims] == [("P1", "job_outcome", 1)]


@pytest.mark.fault("The same idempotency key with another body")
def test_a_file_sent_twice_with_its_key_is_one_submission(system: interface.Caller, path: str) -> None:
    where = f"{path}submissions/?kind=participants"
    sent = [system.post(where, b"participant,started_on,group\nP1,2025-02-01,1\n", kind=CSV, key="k") for _ in "12"]
    assert sent[0].content == sent[1].content
    assert sent[1]["Location"] == sent[0]["Location"]
    assert Submission.objects.count() == 1
    other = system.post(where, b"participant,started_on,group\nP2,2025-02-01,1\n", kind=CSV, key="k")
    assert (other.status_code, other.json()["code"]) == (422, "key_used_before")
    assert Submission.objects.count() == 1


def test_a_file_of_another_kind_is_refused_before_it_is_read(system: interface.Caller, path: str) -> None:
    response = system.post(f"{path}submissions/?kind=outcomes", b"%PDF", kind="application/pdf")
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("body", [b" ", b"\x00\x01"])
def test_a_file_that_cannot_be_one_is_refused_and_not_kept(system: interface.Caller, path: str, body: bytes) -> None:
    response = system.post(f"{path}submissions/?kind=outcomes", body, kind=CSV)
    assert (response.status_code, response.json()["code"]) == (409, "file_refused")
    assert not Submission.objects.exists()


def test_a_file_that_is_too_large_is_given_up_while_it_arrives(
    system: interface.Caller, path: str, settings: Any
) -> None:
    settings.MAX_SUBMISSION_BYTES = 10
    response = system.post(f"{path}submissions/?kind=outcomes", b"x" * 11, kind=CSV)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_identifiers_are_refused_over_the_interface_too(system: interface.Caller, path: str) -> None:
    body = b"participant,started_on,nino\nP1,2025-02-01,QQ123456C\n"
    response = system.post(f"{path}submissions/?kind=participants", body, kind=CSV)
    assert response.status_code == 409
    assert "identifies people" in response.json()["detail"]


def test_nobody_sends_for_another_agent(scheme: Scheme, path: str) -> None:
    builders.organisation("Rival", code="rival")
    other = builders.member(scheme.programme, Role.AGENT)
    response = interface.system_of(other).post(
        f"{path}submissions/?kind=outcomes&agent=northern-works", b"participant\n", kind=CSV
    )
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


def test_a_checked_file_is_taken_after_all(scheme: Scheme, system: interface.Caller, path: str) -> None:
    body = b"participant,started_on,group\nP1,2025-02-01,1\n"
    checked = processed(system.post(f"{path}submissions/?kind=participants&dry_run=true", body, kind=CSV))
    assert checked.status == "checked"
    taken = processed(system.post(f"{path}submissions/{checked.pk}/take/", {}))
    assert (taken.follows_id, taken.accepted) == (checked.pk, 1)
    assert [one["reference"] for one in system.get(f"{path}participants/").json()["results"]] == ["P1"]


def test_a_single_claim_is_checked_at_once_with_the_codes_of_files(
    scheme: Scheme, system: interface.Caller, path: str
) -> None:
    scheme.participant("P1")
    claim = {"participant": "P1", "outcome": "job_outcome", "achieved_on": "2025-03-01"}
    made = system.post(f"{path}claims/", claim)
    assert made.status_code == 201, made.json()
    assert made.json()["state"] == "accepted"
    again = system.post(f"{path}claims/", claim)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "duplicate")
    wrong = system.post(f"{path}claims/", claim | {"participant": "P2"}).json()
    assert (wrong["status"], wrong["code"]) == (422, "row_refused")
    assert wrong["errors"][0]["code"] == "unknown_participant"
    assert wrong["errors"][0]["what_to_do"]


def test_a_claim_is_amended_if_it_is_still_as_it_was_read(scheme: Scheme, system: interface.Caller, path: str) -> None:
    scheme.participant("P1")
    made = system.post(f"{path}claims/", {"participant": "P1", "outcome": "job_outcome", "achieved_on": "2025-03-01"})
    where = f"{path}claims/{made.json()['id']}/"
    tag = system.get(where)["ETag"]
    body = {"achieved_on": "2025-03-02", "reason": "A day later."}
    amended = system.post(f"{where}amend/", body, headers={"If-Match": tag})
    assert amended.status_code == 201, amended.json()
    assert (amended.json()["achieved_on"], amended.json()["amends"]) == ("2025-03-02", made.json()["id"])
    assert system.get(where).json()["state"] == "withdrawn"
    late = system.post(f"{where}withdraw/", {"reason": "No."}, headers={"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    twice = system.post(f"{where}withdraw/", {"reason": "No."})
    assert (twice.status_code, twice.json()["code"]) == (409, "already_withdrawn")


def test_pages_of_claims_follow_each_other_by_day(scheme: Scheme, system: interface.Caller, path: str) -> None:
    for number in range(1, 6):
        scheme.participant(f"P{number}")
    rows = "".join(f"P{number},job_outcome,2025-03-0{number}\n" for number in range(1, 6))
    scheme.send(f"participant,outcome,achieved_on\n{rows}")
    seen, address = [], f"/api/v1/{path}claims/?page_size=2"
    while address:
        page = system.browser.get(address, headers=system.headers).json()
        seen += [one["participant"] for one in page["results"]]
        address = page["next"]
    assert seen == ["P5", "P4", "P3", "P2", "P1"]


@pytest.mark.parametrize("what", ["claims/", "participants/", "submissions/"])
def test_a_longer_page_takes_no_more_queries(scheme: Scheme, system: interface.Caller, path: str, what: str) -> None:
    for number in range(1, 10):
        scheme.participant(f"P{number}")
        scheme.send(f"participant,outcome,achieved_on\nP{number},job_outcome,2025-03-01\n")
    system.get(f"{path}{what}")
    counts = []
    for size in (1, 9):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(system.get(f"{path}{what}", page_size=size).json()["results"]) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Claim.objects.count() == 9


def test_rejected_rows_are_searched_and_read_from_a_row_on(scheme: Scheme, system: interface.Caller, path: str) -> None:
    rows = lines(*({"participant": f"nobody-{n}", "outcome": "job_outcome", "achieved_on": "x"} for n in range(1, 13)))
    done = processed(system.post(f"{path}submissions/?kind=outcomes", rows, kind=NDJSON))

    def found(**given: Any) -> list[int]:
        return [
            one["row_number"] for one in system.get(f"{path}submissions/{done.pk}/errors/", **given).json()["results"]
        ]

    assert found(from_row=11) == [11, 12]
    assert found(q="NOBODY-1", from_row=2) == [10, 11, 12]
    assert found(q="nobody-1", code="unknown_participant", page_size=2) == [1, 10]
    assert found(code="not_there") == []
    assert system.get(f"{path}submissions/{done.pk}/errors/", from_row=0).status_code == 400
