"""One claim from a form, and claims that take the place of others."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from outcomes.actions import claims, questions, single_claims
from outcomes.models import Claim, ClaimState, Question, Submission
from outcomes.selectors import claims as claim_rows
from payments.selectors import books
from tests import builders
from tests.outcomes.scheme import SENT, Scheme

ROW = {"participant": "P-1", "outcome": "qualification", "achieved_on": "2025-03-03", "value": "12.5"}


def send(scheme: Scheme, **cells: str) -> Claim:
    return single_claims.send(programme=scheme.programme, agent=scheme.agent, row=ROW | cells, by=scheme.user, at=SENT)


def amend(scheme: Scheme, claim: Claim, reason: str = "A slip", **cells: str) -> Claim:
    row = {name: value for name, value in claim_rows.as_row(claim).items() if name not in ("participant", "outcome")}
    return single_claims.amend(claim=claim, row=row | cells, reason=reason, by=scheme.user, at=SENT)


def test_one_claim_goes_through_the_checks_and_questions_of_a_file(scheme: Scheme) -> None:
    scheme.participant("P-1")
    claim = send(scheme)
    assert (claim.event_date, claim.value, claim.row_number) == (date(2025, 3, 3), Decimal("12.5"), 2)
    assert claim.submission is not None
    assert claim.submission.filename == "one-claim-P-1.csv"
    second = send(scheme, sequence="2")
    assert Question.objects.get().claim == second
    with pytest.raises(Forbidden):
        single_claims.send(
            programme=scheme.programme, agent=scheme.agent, row=ROW, by=builders.user("Stranger"), at=SENT
        )


def test_a_claim_that_is_refused_leaves_nothing_and_says_why_field_by_field(
    scheme: Scheme, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    scheme.participant("P-1")
    with pytest.raises(single_claims.RowRefused) as refused:
        send(scheme, participant="P-9", achieved_on="2025-12-24")
    assert {wrong.field for wrong in refused.value.wrong} == {"participant", "achieved_on"}
    assert Submission.objects.count() == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    send(scheme)
    with pytest.raises(single_claims.RowRefused, match="received before"):
        send(scheme)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / Submission.objects.get().path]


def test_an_amended_claim_gives_its_place_to_another_and_both_stay_on_record(scheme: Scheme) -> None:
    scheme.participant("P-1")
    first = send(scheme)
    second = amend(scheme, first, value="13")
    third = amend(scheme, second, achieved_on="2025-03-04")
    assert [(claim.amends_id, claim.amendment) for claim in (first, second, third)] == [
        (None, 0), (first.pk, 1), (second.pk, 0),
    ]  # fmt: skip
    assert ClaimState.objects.get(claim=first).reason == "Amended: A slip"
    assert [claim.claim for claim in books.claims(scheme.programme)] == [third.pk]
    assert AuditEntry.objects.filter(action="outcomes.claim.amend").count() == 2
    back = amend(scheme, third, achieved_on="2025-03-03", value="12.5")
    assert (back.amendment, books.claims_of(back.participant)[0].claim) == (2, back.pk)


def test_what_was_answered_about_a_claim_is_not_asked_again_when_it_is_amended(scheme: Scheme) -> None:
    scheme.participant("P-1")
    send(scheme)
    second = send(scheme, sequence="2")
    asked = Question.objects.get(claim=second)
    questions.answer(question=asked, scope="row", reason="Two papers", by=scheme.user, at=SENT)
    new = amend(scheme, second, value="13")
    said = Question.objects.get(claim=new).answer
    assert said is not None
    assert said.reason == "Two papers"
    assert new.submission is not None
    assert new.submission.status == "accepted"


def test_the_file_with_the_first_version_changes_nothing_after_an_amendment(scheme: Scheme) -> None:
    scheme.participant("P-1")
    amend(scheme, send(scheme), value="13")
    text = "participant,outcome,achieved_on,value\nP-1,qualification,2025-03-03,{}\n"
    as_before = scheme.send(text.format("12.5"))
    assert (as_before.accepted, as_before.rejected) == (0, 1)
    assert as_before.row_errors.get().code == "differs_from_history"
    assert scheme.send(text.format("13")).duplicates == 1


def test_an_amendment_that_the_contract_refuses_leaves_the_claim_as_it_stood(scheme: Scheme) -> None:
    scheme.participant("P-1")
    claim = send(scheme)
    with pytest.raises(single_claims.RowRefused, match="before the participant started"):
        amend(scheme, claim, achieved_on="2025-01-02")
    with pytest.raises(Refused, match="Nothing differs"):
        amend(scheme, claim)
    with pytest.raises(Refused, match="Enter the reason"):
        amend(scheme, claim, reason=" ", value="1")
    assert not ClaimState.objects.exists()
    claims.withdraw(claim=claim, reason="Wrong person", by=scheme.user, at=SENT)
    with pytest.raises(claims.AlreadyWithdrawn):
        amend(scheme, claim, value="1")
