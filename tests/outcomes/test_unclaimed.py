"""Outcomes that look earned and were not claimed, listed for the agent until claimed or answered."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import Forbidden
from accounts.models import Role, User
from outcomes.actions import people
from outcomes.models import ClaimState, NotAnOutcome
from outcomes.selectors import unclaimed
from tests import builders
from tests.kept import kept
from tests.outcomes import extracts, handovers
from tests.outcomes import scheme as schemes
from tests.outcomes.scheme import SENT, Scheme, table

pytestmark = pytest.mark.django_db
TODAY = date(2025, 12, 1)


@pytest.fixture
@kept
def scheme() -> Scheme:
    return handovers.scheme_of_two()


@pytest.fixture
def verifier(scheme: Scheme) -> User:
    return builders.member(scheme.programme, Role.VERIFIER)


def register(scheme: Scheme, by: User, *rows: tuple[str, str, str]) -> None:
    extracts.send(scheme.programme, table("participant,outcome,achieved_on", rows), by=by)


def claim(scheme: Scheme, *rows: tuple[object, ...]) -> None:
    scheme.send(table("participant,outcome,achieved_on,sequence", rows))


def found(scheme: Scheme, who: User | None = None) -> list[tuple[str, str, str]]:
    shown = unclaimed.page(scheme.programme, who or scheme.user, "", TODAY, 1)
    return [(one.reference, one.outcome, one.day.isoformat()) for one in shown.rows]


def test_what_a_register_has_and_nobody_claimed_is_listed(scheme: Scheme, verifier: User) -> None:
    for reference in ("P-1", "P-2", "P-3"):
        scheme.participant(reference)
    claim(scheme, ("P-2", "job_outcome", "2025-02-20", 1))
    rows = [("P-1", "job_outcome", "2025-03-01"), ("P-2", "job_outcome", "2025-03-01")]
    late = [
        ("P-3", "job_outcome", "2026-05-01"),
        ("P-3", "job_outcome", "2025-01-01"),
        ("P-9", "job_outcome", "2025-03-01"),
    ]
    register(scheme, verifier, *rows, *late)
    assert found(scheme) == [("P-1", "job_outcome", "2025-03-01")]
    claim(scheme, ("P-1", "job_outcome", "2025-03-01", 1))
    assert found(scheme) == []


def test_a_withdrawn_claim_leaves_the_outcome_unclaimed(scheme: Scheme, verifier: User) -> None:
    scheme.participant("P-1")
    claim(scheme, ("P-1", "qualification", "2025-03-01", 1))
    register(scheme, verifier, ("P-1", "qualification", "2025-03-01"))
    assert found(scheme) == []
    taken = scheme.programme.claims.get()
    ClaimState.objects.create(claim=taken, state="withdrawn", reason="x", changed_by=scheme.user, changed_at=SENT)
    assert found(scheme) == [("P-1", "qualification", "2025-03-01")]


def test_each_agent_finds_its_own_by_the_day(scheme: Scheme, verifier: User) -> None:
    south = handovers.other_agent(scheme)
    handovers.hand_over(scheme, scheme.participant("P-1"), south)
    register(scheme, verifier, ("P-1", "qualification", "2025-05-01"), ("P-1", "qualification", "2025-07-01"))
    assert found(scheme) == [("P-1", "qualification", "2025-05-01")]
    assert found(scheme, south) == [("S-1", "qualification", "2025-07-01")]
    assert len(found(scheme, verifier)) == 2


def test_those_of_several_programmes_are_counted_at_once(scheme: Scheme, verifier: User) -> None:
    other = schemes.scheme()
    builders.member(other.programme, Role.VERIFIER, user=verifier)
    for one, days in ((scheme, ("2025-03-01",)), (other, ("2025-03-01", "2025-04-01"))):
        one.participant("P-1")
        register(one, verifier, *(("P-1", "qualification", day) for day in days))
    agents = {scheme.programme.pk: [scheme.agent.pk], other.programme.pk: [other.agent.pk]}
    assert unclaimed.counts(agents, TODAY) == {scheme.programme.pk: 1, other.programme.pk: 2}
    assert unclaimed.counts({scheme.programme.pk: []}, TODAY) == {}


def test_a_claim_form_opens_filled_in_under_the_reference_that_the_agent_knows(
    scheme: Scheme, verifier: User, client: Client
) -> None:
    south = handovers.other_agent(scheme)
    handovers.hand_over(scheme, scheme.participant("P-1"), south)
    register(scheme, verifier, ("P-1", "qualification", "2025-07-01"))
    one = unclaimed.page(scheme.programme, south, "", TODAY, 1).rows[0]
    client.force_login(south)
    form = client.get(one.claim_url).context["form"]
    given = {field.html_name: field.value() for field in form if field.html_name != "achieved_on"}
    assert (given["participant"], given["outcome"], given["sequence"]) == ("S-1", "qualification", "1")
    day = {f"achieved_on_{place}": part for place, part in enumerate(("1", "7", "2025"))}
    for part in day.values():
        assert f'value="{part}"' in str(form["achieved_on"])
    sent = {name: value for name, value in given.items() if value is not None}
    client.post(one.claim_url.split("?")[0], sent | day)
    assert scheme.programme.claims.get().participant.reference == "P-1"
    assert found(scheme, south) == []


def test_an_answer_is_remembered_and_not_asked_again(scheme: Scheme, verifier: User, client: Client) -> None:
    scheme.participant("P-1")
    register(scheme, verifier, ("P-1", "job_outcome", "2025-03-01"))
    client.force_login(scheme.user)
    url = reverse("outcomes:unclaimed_list", args=[scheme.programme.slug])
    shown = client.get(url).content.decode()
    assert "A register has it: Payroll, 2025" in shown
    one = unclaimed.page(scheme.programme, scheme.user, "", TODAY, 1).rows[0]
    assert "Select why" in client.post(one.answer_url, {"note": "x"}).content.decode()
    shown = client.post(one.answer_url, {"reason": "not_lasting"}, follow=True).content.decode()
    assert "Nothing looks unclaimed" in shown
    assert client.get(one.answer_url).status_code == 404
    assert NotAnOutcome.objects.get().answered_by == scheme.user


def test_only_the_agent_answers(scheme: Scheme, verifier: User) -> None:
    person = scheme.participant("P-1")
    for who in (verifier, builders.member(scheme.programme, Role.AGENT)):
        with pytest.raises(Forbidden):
            people.not_an_outcome(
                participant=person, outcome="job_outcome", day=TODAY, sequence=1, reason="not_ours", note="", by=who,
                at=SENT,
            )  # fmt: skip
