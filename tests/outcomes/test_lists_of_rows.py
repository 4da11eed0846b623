"""Lists of participants and of claims walk an index for each agent; what they hold is what the person may see."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Role, User
from delivery.models import Participant
from delivery.selectors import keyset, participants
from outcomes.models import Claim, Submission
from outcomes.selectors import claims, submissions
from tests import builders
from tests.outcomes import handovers
from tests.outcomes.scheme import OUTCOME_HEADER, SENT, Scheme, table

pytestmark = pytest.mark.django_db
TODAY = date(2025, 12, 1)
SIZE = 3
PREFIXES = ["", "A", "A-1", "S-", "nobody"]


@pytest.fixture
def scheme() -> Scheme:
    """Two agents, some people of each on the same days, one of the north's handed over to the south."""
    made = handovers.scheme_of_two()
    south = made.programme.contract_versions.get().parties.get(organisation__code="southern-works").organisation
    own = [made.participant(f"A-{n}", date(2025, 1, 10 + n // 4)) for n in range(14)]
    for n in range(5):
        made.participant(f"A-1{n}", date(2025, 1, 11), agent=south)
    handovers.hand_over(made, own[3], builders.member(made.programme, Role.AGENT, organisation=south))
    for one in Participant.objects.filter(programme=made.programme):
        Claim.objects.create(
            programme=made.programme, agent=one.agent, participant=one, outcome="job", event_date=date(2025, 3, 1),
            version=made.version, received_at=SENT,
        )  # fmt: skip
    sent = made.send(
        table(OUTCOME_HEADER, [("S-1", "job_outcome", "2025-07-01", 1, "", "payslip", "E-1")]), agent=south,
        by=User.objects.get(memberships__programme=made.programme, memberships__organisation=south),
    )  # fmt: skip
    assert sent.accepted == 1
    return made


def people(scheme: Scheme) -> dict[str, User]:
    agents = User.objects.filter(memberships__programme=scheme.programme, memberships__role=Role.AGENT)
    both = builders.member(scheme.programme, Role.AGENT, organisation=scheme.agent)
    south = scheme.programme.contract_versions.get().parties.get(organisation__code="southern-works").organisation
    return {
        "north": scheme.user,
        "south": agents.get(memberships__organisation=south),
        "both agents": builders.member(scheme.programme, Role.AGENT, organisation=south, user=both),
        "verifier": builders.member(scheme.programme, Role.VERIFIER),
        "analyst": builders.member(scheme.programme, Role.ANALYST),
        "stranger": builders.user(),
    }


def every(page: Any) -> list[Any]:
    """All rows of a list, page by page."""
    found, cursor = [], None
    while True:
        rows = page(cursor)
        found += rows.rows
        cursor = keyset.parse(rows.older)
        if cursor is None:
            return found


@pytest.mark.parametrize("rare", [0, 2, 1000])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_list_of_participants_holds_each_that_the_person_may_see_once(
    scheme: Scheme, prefix: str, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(participants, "RARE", rare)
    for who, viewer in people(scheme).items():
        for agent in ("", scheme.agent.code, "southern-works"):
            visible = Participant.objects.filter(programme=scheme.programme, reference__startswith=prefix)
            expected = visible.filter(agent__code=agent) if agent else visible
            wanted = participants.Wanted(reference=prefix, agent=agent)
            found = every(
                lambda cursor: participants.search(viewer, scheme.programme, wanted, cursor, TODAY, SIZE)  # noqa: B023
            )
            assert found == list(expected.visible_to(viewer).order_by("-started_on", "-pk")), (who, agent)


@pytest.mark.parametrize("rare", [0, 2, 1000])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_list_of_claims_holds_each_that_the_person_may_see_once(
    scheme: Scheme, prefix: str, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(participants, "RARE", rare)
    for who, viewer in people(scheme).items():
        for agent in ("", scheme.agent.code, "southern-works"):
            visible = Claim.objects.filter(programme=scheme.programme, participant__reference__startswith=prefix)
            expected = visible.filter(agent__code=agent) if agent else visible
            wanted = claims.Wanted(reference=prefix, agent=agent)
            found = every(lambda cursor: claims.search(viewer, scheme.programme, wanted, cursor, SIZE))  # noqa: B023
            assert found == list(expected.visible_to(viewer).order_by("-event_date", "-pk")), (who, agent)


def many_files(scheme: Scheme) -> None:
    """So many files of this programme and of another that walking through all of them would take longer."""
    Submission.objects.bulk_create(
        Submission(
            programme=programme, agent=scheme.agent, kind=Submission.Kind.OUTCOMES, filename="a.csv", path="a",
            digest="a", size=1, submitted_by=scheme.user, submitted_at=SENT, status=Submission.Status.ACCEPTED,
        )
        for programme, files in ((scheme.programme, 300), (builders.programme(), 900))
        for _ in range(files)
    )  # fmt: skip


def test_indexes_give_the_rows_of_a_page_in_order(scheme: Scheme) -> None:
    """The planner reads a small table whole: what is asked is whether an index answers where it may not."""
    many_files(scheme)
    own = Participant.objects.filter(programme=scheme.programme, agent=scheme.agent)
    made = Claim.objects.filter(programme=scheme.programme, agent=scheme.agent)
    lists = {
        "outcomes_claim_in_order": made.order_by("-event_date", "-pk")[:51],
        "delivery_participant_in_order": own.order_by("-started_on", "-pk")[:51],
        "outcomes_submission_in_order": submissions.search(scheme.user, scheme.programme).order_by("-pk")[:51],
        "outcomes_submission_by_status": submissions.search(
            people(scheme)["verifier"], scheme.programme, status="failed"
        ).order_by("-pk")[:51],
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outcomes_submission")
        for way in ("seqscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    for index, found in lists.items():
        assert f"Index Scan Backward using {index}" in found.explain(), index


@pytest.mark.parametrize("number", [submissions.RARE, submissions.RARE + 1])
def test_files_are_found_by_any_letters_of_their_name_few_or_many(scheme: Scheme, number: int) -> None:
    many_files(scheme)
    Submission.objects.bulk_create(
        Submission(
            programme=scheme.programme, agent=scheme.agent, kind=Submission.Kind.OUTCOMES, filename=f"May 100% {n}.CSV",
            path="a", digest="a", size=1, submitted_by=scheme.user, submitted_at=SENT + timedelta(minutes=n),
            status=Submission.Status.ACCEPTED,
        )
        for n in range(number)
    )  # fmt: skip
    found = submissions.search(scheme.user, scheme.programme, q="100% ")
    assert [one.filename for one in found] == [f"May 100% {n}.CSV" for n in reversed(range(number))]
    assert not submissions.search(scheme.user, scheme.programme, q="100_")
    assert not submissions.search(builders.user(), scheme.programme, q="100% ")


def test_the_one_who_was_handed_over_is_in_the_lists_of_both_agents(scheme: Scheme) -> None:
    seen = people(scheme)
    wanted = participants.Wanted(reference="A-3")
    for who in ("north", "south", "both agents", "verifier"):
        page = participants.search(seen[who], scheme.programme, wanted, None, TODAY)
        assert [one.reference for one in page.rows] == ["A-3"], who
