import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outcomes.models import Claim, Question, Submission
from outcomes.selectors import claims
from tests.outcomes.scheme import Scheme

TWICE = "".join(f"P-{place},qualification,2025-03-03,{step}\n" for place in range(12) for step in (1, 2))


@pytest.fixture
def unusual(scheme: Scheme) -> Submission:
    """A file with 24 unusual rows of twelve participants."""
    for place in range(12):
        scheme.participant(f"P-{place}")
    return scheme.send("participant,outcome,achieved_on,sequence\n" + TWICE, name="march.csv")


def at(name: str, submission: Submission, *parts: object) -> str:
    return reverse(f"outcomes:{name}", args=[submission.programme.slug, submission.pk, *parts])


def text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_the_agent_answers_for_all_rows_of_a_cause_and_everybody_reads_it(
    client: Client, scheme: Scheme, unusual: Submission, commissioner: User
) -> None:
    client.force_login(scheme.user)
    assert "24 questions are open." in text(client, at("submission_detail", unusual))
    page = text(client, at("question_list", unusual))
    assert "Several outcomes of one participant on one date" in page
    first = Question.objects.earliest("row_number")
    form = at("question_answer", unusual, first.pk)
    assert "All 24 rows of this file with this question" in text(client, form)
    assert "Enter your answer" in client.post(form, {"scope": "cause"}).content.decode()
    client.post(form, {"scope": "cause", "reason": "The college examines on one day"})
    client.force_login(commissioner)
    assert "All questions are answered." in text(client, at("submission_detail", unusual))
    claim = Claim.objects.earliest("pk")
    page = text(client, reverse("outcomes:claim_detail", args=[scheme.programme.slug, claim.pk]))
    assert "The college examines on one day" in page
    assert client.post(form, {"scope": "cause", "reason": "Mine"}).status_code == 403


@pytest.mark.parametrize("rare", [0, 1_000])
def test_claims_with_open_questions_are_marked_and_can_be_listed(
    client: Client, scheme: Scheme, unusual: Submission, commissioner: User, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    monkeypatch.setattr(claims, "RARE", rare)
    scheme.send("participant,outcome,achieved_on\nP-1,job_outcome,2025-04-01\n")
    client.force_login(commissioner)
    page = client.get(reverse("outcomes:claim_list", args=[scheme.programme.slug]), {"open_questions": "on"})
    assert len(page.context["page"].rows) == 24
    assert all(claim.has_open_questions for claim in page.context["page"].rows)


def test_questions_are_paged_and_their_number_of_queries_stays(
    client: Client, scheme: Scheme, unusual: Submission, django_assert_max_num_queries: object
) -> None:
    client.force_login(scheme.user)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = client.get(at("question_list", unusual), {"state": "open", "page": "2"})
    assert len(page.context["page"].object_list) == 4
