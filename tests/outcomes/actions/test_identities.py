"""One person under several references: told by keyed hashes, never paid twice, and nobody learns of another agent's."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Organisation, Role, User
from delivery.actions.records import RowsRefused
from delivery.models import Identity, Participant
from notifications.models import Event
from outcomes.actions import identities, people
from outcomes.actions.files import FileRefused
from outcomes.actions.identities import Taken
from outcomes.models import Claim, ClaimState, PersonQuestion, RegisterRow, RowError
from tests import builders
from tests.kept import kept
from tests.outcomes import extracts, handovers
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import SENT, Scheme, table

pytestmark = pytest.mark.django_db
NHS = "943 476 5919"


def give(scheme: Scheme, rows: list[tuple[str, str]], by: User | None = None, kind: str = "nhs_number") -> Taken:
    person = by or scheme.user
    return identities.upload(
        programme=scheme.programme, agent=agent_of(person), filename="who.csv",
        file=io.BytesIO(table(f"participant,{kind}", rows).encode()), by=person, at=SENT,
    )  # fmt: skip


def agent_of(person: User) -> Organisation:
    organisation = person.memberships.select_related("organisation").latest("pk").organisation
    assert organisation is not None
    return organisation


def claim(scheme: Scheme, reference: str, day: str, outcome: str = "job_outcome", by: User | None = None) -> None:
    content = table("participant,outcome,achieved_on", [(reference, outcome, day)])
    scheme.send(content, by=by, agent=agent_of(by) if by else None)


@pytest.fixture
@kept
def scheme() -> Scheme:
    return handovers.scheme_of_two()


@pytest.fixture
def south(scheme: Scheme) -> User:
    return handovers.other_agent(scheme)


@pytest.fixture
def both(scheme: Scheme, south: User) -> tuple[Participant, Participant]:
    """One person: with one agent from January, with the other from May, nobody knowing."""
    here = scheme.participant("P-1", date(2025, 1, 10))
    return here, scheme.participant("S-1", date(2025, 5, 10), agent=agent_of(south))


def test_only_a_keyed_hash_is_kept(scheme: Scheme, both: object) -> None:
    assert give(scheme, [("P-1", NHS)]) == Taken(1, 0, 0)
    assert give(scheme, [("P-1", "9434765919"), ("P-1", "9434765919")]) == Taken(0, 2, 0)
    found = Identity.objects.get()
    assert len(found.digest) == 64
    kept = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    written = [*kept, repr(list(AuditEntry.objects.values())).encode()]
    assert not [text for text in written if b"9434765919" in text or NHS.encode() in text]
    assert AuditEntry.objects.filter(action="outcomes.identities.upload", by=scheme.user).count() == 2


def test_the_second_agent_is_refused_what_the_first_has_claimed(scheme: Scheme, south: User, both: object) -> None:
    give(scheme, [("P-1", NHS)])
    give(scheme, [("S-1", NHS)], by=south)
    claim(scheme, "P-1", "2025-03-01")
    claim(scheme, "S-1", "2025-07-01", by=south)
    assert Claim.objects.count() == 1
    error = RowError.objects.get()
    assert error.code == "person_claimed_before"
    assert "Northern" not in error.reason + error.cure
    claim(scheme, "S-1", "2025-07-01", "qualification", by=south)
    assert Claim.objects.count() == 2


def test_a_claim_that_turns_out_to_be_double_fails_when_the_hash_comes(
    scheme: Scheme, south: User, both: object
) -> None:
    claim(scheme, "P-1", "2025-03-01")
    claim(scheme, "S-1", "2025-07-01", by=south)
    give(scheme, [("P-1", NHS)])
    assert give(scheme, [("S-1", NHS)], by=south) == Taken(1, 0, 1)
    state = ClaimState.objects.get()
    assert (state.claim.agent, state.state) == (agent_of(south), "failed")
    assert Event.objects.get(kind="claim.failed").organisations == [agent_of(south).pk]
    assert give(scheme, [("S-1", NHS)], by=south) == Taken(0, 1, 0)


def test_two_rows_of_one_file_for_one_person_are_one_claim(scheme: Scheme) -> None:
    for reference in ("P-1", "P-2"):
        scheme.participant(reference)
    give(scheme, [("P-1", NHS), ("P-2", NHS)])
    scheme.send(
        table("participant,outcome,achieved_on", [(one, "job_outcome", "2025-03-01") for one in ("P-1", "P-2")])
    )
    assert Claim.objects.get().participant.reference == "P-1"
    assert RowError.objects.get().row_number == 3


def test_whoever_starts_again_within_a_year_is_asked_about(scheme: Scheme, south: User, both: object) -> None:
    give(scheme, [("P-1", NHS)])
    give(scheme, [("S-1", NHS)], by=south)
    question = PersonQuestion.objects.get()
    assert (question.kind, question.participant.reference, question.days_before) == ("started_again", "S-1", 120)
    with pytest.raises(Forbidden):
        people.answer(question=question, text="Moved.", by=scheme.user, at=SENT)
    people.answer(question=question, text="Moved to the south.", by=south, at=SENT)
    with pytest.raises(Refused, match="answered already"):
        people.answer(question=question, text="Again.", by=south, at=SENT)


def test_later_than_a_year_nobody_is_asked(scheme: Scheme, south: User, both: object) -> None:
    with override_settings(RE_REFERRAL_DAYS=119):
        give(scheme, [("P-1", NHS)])
        give(scheme, [("S-1", NHS)], by=south)
    assert not PersonQuestion.objects.exists()


def test_both_programmes_are_asked_about_one_result(scheme: Scheme) -> None:
    other = schemes.scheme()
    for one in (scheme, other):
        one.participant("P-1")
        claim(one, "P-1", "2025-03-01")
        give(one, [("P-1", NHS)])
    asked = PersonQuestion.objects.values_list("participant__programme", "kind")
    assert sorted(asked) == sorted((one.programme.pk, "paid_elsewhere") for one in (scheme, other))
    assert not ClaimState.objects.exists()


def test_nothing_is_taken_when_a_row_is_wrong(scheme: Scheme, both: object) -> None:
    with pytest.raises(RowsRefused) as refused:
        give(scheme, [("P-1", "943 476 5918")])
    assert "943" not in repr(refused.value.rows)
    with pytest.raises(RowsRefused) as refused:
        give(scheme, [("P-1", NHS), ("S-1", NHS)])
    assert [(row.number, row.column) for row in refused.value.rows] == [(3, "participant")]
    give(scheme, [("P-1", NHS)])
    with pytest.raises(RowsRefused, match="Nothing was taken"):
        give(scheme, [("P-1", "401 023 2137")])
    with pytest.raises(Refused, match="names no kind of identifier"):
        give(scheme, [("P-1", NHS)], kind="number")


def test_without_a_key_and_for_another_agent_nothing_is_taken(scheme: Scheme, both: object) -> None:
    with override_settings(IDENTIFIER_KEY=""), pytest.raises(Refused, match="IDENTIFIER_KEY"):
        give(scheme, [("P-1", NHS)])
    with pytest.raises(Forbidden):
        identities.upload(
            programme=scheme.programme, agent=scheme.agent, filename="who.csv", file=io.BytesIO(b""), at=SENT,
            by=builders.member(scheme.programme, Role.COMMISSIONER),
        )  # fmt: skip


@pytest.mark.parametrize("column", ["NHS number", "nino", "Surname", "date_of_birth"])
def test_a_file_that_names_people_is_refused_before_it_is_kept(scheme: Scheme, column: str) -> None:
    with pytest.raises(FileRefused, match=f"identifies people: {column}"):
        scheme.receive(f"participant,started_on,group,{column}\nP-1,2025-02-01,1,x\n", kind="participants")
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*.csv") if b"P-1,2025-02-01,1,x" in path.read_bytes()]


def test_a_register_finds_people_by_the_hash_of_an_identifier(scheme: Scheme, south: User, both: object) -> None:
    give(scheme, [("P-1", NHS)])
    give(scheme, [("S-1", NHS)], by=south)
    content = f"nhs_number,outcome,achieved_on\n{NHS},job_outcome,2025-03-01\n{NHS},job_outcome,2025-06-01\n"
    extracts.send(scheme.programme, content, by=builders.member(scheme.programme, Role.VERIFIER))
    rows = RegisterRow.objects.order_by("row_number").select_related("participant")
    assert [row.participant.reference for row in rows if row.participant] == ["P-1", "S-1"]


def test_the_pages_take_identifiers_and_answers(client: Client, scheme: Scheme, south: User, both: object) -> None:
    give(scheme, [("P-1", NHS)])
    client.force_login(south)
    url = reverse("outcomes:identity_upload", args=[scheme.programme.slug])
    sent = io.BytesIO(f"participant,nhs_number\nS-1,{NHS}\n".encode())
    sent.name = "who.csv"
    shown = client.post(url, {"file": sent}, follow=True).content.decode()
    assert "1 new hashes are kept" in shown
    question = PersonQuestion.objects.get()
    page = reverse("outcomes:person_question_answer", args=[scheme.programme.slug, question.pk])
    shown = client.get(page).content.decode()
    assert "120 days before" in shown
    assert "Northern Works" not in shown
    assert "Moved south" in client.post(page, {"text": "Moved south"}, follow=True).content.decode()
    listed = reverse("outcomes:person_question_list", args=[scheme.programme.slug])
    assert "S-1" in client.get(listed, {"q": "s-", "state": "answered", "kind": "started_again"}).content.decode()
    assert "No question matches" in client.get(listed, {"state": "open"}).content.decode()
    client.force_login(scheme.user)
    assert client.get(page).status_code == 404


def test_whoever_was_handed_over_is_known_by_the_reference_of_the_agent_that_took_them(
    scheme: Scheme, south: User
) -> None:
    moved = scheme.participant("P-1")
    handovers.hand_over(scheme, moved, south)
    assert give(scheme, [("S-1", NHS)], by=south).new == 1
    assert Identity.objects.get().participant == moved
    verifier = builders.member(scheme.programme, Role.VERIFIER)
    rows = [("southern-works", "S-1", "job_outcome", "2025-07-01"), ("", "S-1", "job_outcome", "2025-07-02")]
    extracts.send(scheme.programme, table("agent,participant,outcome,achieved_on", rows), by=verifier)
    assert [row.participant for row in RegisterRow.objects.order_by("row_number")] == [moved, moved]
