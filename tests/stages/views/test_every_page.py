"""Every page of stages, for a stranger, a reader and a writer."""

from collections.abc import Iterable, Mapping

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from stages.actions import findings
from stages.models import (
    Appraisal,
    Baseline,
    Candidate,
    Challenge,
    CorrectiveAction,
    DataSource,
    Finding,
    HorizonEntry,
    Membership,
    PracticeEntry,
    Programme,
    Stakeholder,
)
from tests import builders

Parts = Mapping[str, object]
Page = tuple[str, Parts]


def of_stages(name: str, stages: Iterable[int]) -> list[Page]:
    return [(name, {"stage": stage}) for stage in stages]


class FirstCandidate:
    """Stands for a candidate of stage 2."""


READABLE: list[Page] = [
    *of_stages("stage_detail", range(1, 8)),
    ("purpose", {}),
    ("stakeholder_list", {}),
    ("stakeholder_detail", {"stakeholder_id": Stakeholder}),
    ("engagement", {}),
    ("practice_list", {}),
    ("horizon_list", {}),
    ("challenge_list", {}),
    ("baseline_list", {}),
    ("data_source_list", {}),
    ("appraisal_list", {}),
    *[
        (page, {"stage": stage})
        for stage in (2, 3)
        for page in (
            "selection",
            "conflict_declare",
            "selection_criteria",
            "selection_decision",
            "selection_sensitivity",
        )
    ],
    *[
        ("candidate_detail", {"stage": stage, "candidate_id": candidate})
        for stage, candidate in ((2, FirstCandidate), (3, Candidate))
    ],
    ("goals", {}),
    ("finding_list", {}),
    ("finding_detail", {"number": 1}),
    ("members", {}),
]
WRITABLE: list[Page] = [
    ("gate_ask", {"stage": 1}),
    ("gate_decide", {"stage": 1, "number": 2}),
    ("gate_confirm", {"stage": 1, "code": "overall_fit"}),
    ("stage_reopen", {"stage": 2}),
    ("stakeholder_add", {}),
    ("stakeholder_edit", {"stakeholder_id": Stakeholder}),
    ("stakeholder_leave", {"stakeholder_id": Stakeholder}),
    ("contact_add", {"stakeholder_id": Stakeholder}),
    ("engagement_plan", {"stakeholder_id": Stakeholder}),
    ("engagement_settings", {}),
    ("practice_add", {}),
    ("practice_edit", {"entry_id": PracticeEntry}),
    ("horizon_add", {}),
    ("horizon_edit", {"entry_id": HorizonEntry}),
    ("horizon_answer", {"entry_id": HorizonEntry}),
    ("challenge_add", {}),
    ("challenge_edit", {"record_id": Challenge}),
    ("baseline_add", {}),
    ("baseline_edit", {"record_id": Baseline}),
    ("data_source_add", {}),
    ("data_source_edit", {"record_id": DataSource}),
    ("appraisal_add", {}),
    ("appraisal_edit", {"record_id": Appraisal}),
    ("candidate_add", {"stage": 3}),
    ("candidate_score", {"stage": 3}),
    ("candidate_moderate", {"stage": 3, "candidate_id": Candidate}),
    ("diligence_edit", {"stage": 3, "candidate_id": Candidate}),
    ("candidate_letter", {"stage": 3, "candidate_id": Candidate}),
    ("cash_edit", {"candidate_id": Candidate}),
    ("consortium_edit", {"candidate_id": Candidate}),
    ("assumption_add", {"candidate_id": Candidate}),
    ("goals_edit", {}),
    ("goals_rank", {"party": "commissioner"}),
    ("risk_state", {"party": "service_users"}),
    ("selection_award", {"stage": 3}),
    ("finding_raise", {}),
    ("finding_reply", {"number": 1}),
    ("finding_answer", {"number": 1}),
    ("finding_close", {"number": 1}),
    ("action_add", {"number": 1}),
    ("action_done", {"number": 1, "action_id": CorrectiveAction}),
    ("action_check", {"number": 1, "action_id": CorrectiveAction}),
    ("member_remove", {"membership_id": Membership}),
]


def name_of(page: Page) -> str:
    return "-".join([page[0], *[str(value) for value in page[1].values() if isinstance(value, int | str)]])


@pytest.fixture
def full(programme: Programme) -> Programme:
    """A programme with a record of every kind: stages 1 to 4 closed once, stages 1 and 3 open again."""
    builders.stage_1_records(programme)
    builders.pass_decided_elsewhere(programme, 1)
    builders.selection_records(programme, 2)
    builders.pass_decided_elsewhere(programme, 2)
    builders.selection_records(programme, 3)
    builders.pass_decided_elsewhere(programme, 3)
    builders.pass_decided_elsewhere(programme, 4)
    finding = builders.finding(programme, stages=(1, 3, 5))
    findings.accept_and_reopen(subject=finding, by=builders.system(), at=builders.later(days=31), rationale="It holds.")
    builders.action(finding)
    return programme


def address(programme: Programme, page: Page) -> str:
    name, parts = page
    given = {key: value if isinstance(value, int | str) else first(value, programme) for key, value in parts.items()}
    return reverse(f"stages:{name}", kwargs={"slug": programme.slug, **given})


def first(model: object, programme: Programme) -> int:
    if model is CorrectiveAction:
        return CorrectiveAction.objects.get(finding__programme=programme).pk
    if model is FirstCandidate:
        return Candidate.objects.filter(programme=programme).earliest("pk").pk
    return model.objects.filter(programme=programme).last().pk  # type: ignore[attr-defined,no-any-return]


def opened(client: Client, user: User, url: str) -> int:
    client.force_login(user)
    return client.get(url).status_code


def wrong(client: Client, user: User, programme: Programme, pages: list[Page], expected: int) -> list[str]:
    """The pages that answered otherwise than expected."""
    client.force_login(user)
    found = {name_of(page): client.get(address(programme, page)).status_code for page in pages}
    return [f"{name}: {status}" for name, status in found.items() if status != expected]


def test_a_stranger_finds_no_such_page(client: Client, full: Programme, stranger: User) -> None:
    assert not wrong(client, stranger, full, [*READABLE, *WRITABLE], 404)


def test_a_reader_may_read(client: Client, full: Programme, analyst: User) -> None:
    assert not wrong(client, analyst, full, READABLE, 200)


def test_a_reader_may_not_write(client: Client, full: Programme, analyst: User) -> None:
    assert not wrong(client, analyst, full, WRITABLE, 403)


def test_a_commissioner_may_read_and_write(client: Client, full: Programme, commissioner: User) -> None:
    assert not wrong(client, commissioner, full, [*READABLE, *WRITABLE], 200)


def test_agents_do_not_see_how_candidates_were_scored(client: Client, full: Programme) -> None:
    agent = builders.member(full, Role.AGENT)
    pages = [page for page in READABLE if page[0].startswith("selection")]
    assert not wrong(client, agent, full, pages, 403)


def test_a_page_that_does_not_exist_is_not_found(client: Client, full: Programme, commissioner: User) -> None:
    absent: list[Page] = [
        ("stage_detail", {"stage": 8}),
        ("stage_reopen", {"stage": 0}),
        ("gate_ask", {"stage": 9}),
        ("gate_decide", {"stage": 1, "number": 9}),
        ("gate_confirm", {"stage": 1, "code": "purpose_written"}),
        ("selection", {"stage": 4}),
        ("candidate_moderate", {"stage": 3, "candidate_id": 0}),
        ("candidate_detail", {"stage": 2, "candidate_id": 0}),
        ("candidate_letter", {"stage": 3, "candidate_id": 0}),
        ("assumption_edit", {"candidate_id": 0, "assumption_id": 0}),
        ("goals_rank", {"party": "nobody"}),
        ("risk_state", {"party": "0"}),
        ("finding_detail", {"number": 9}),
        ("action_done", {"number": 1, "action_id": 0}),
        ("stakeholder_detail", {"stakeholder_id": 0}),
        ("practice_edit", {"entry_id": 0}),
        ("horizon_edit", {"entry_id": 0}),
        ("member_remove", {"membership_id": 0}),
    ]
    assert not wrong(client, commissioner, full, absent, 404)


def test_a_finding_belongs_to_its_programme(client: Client, full: Programme, commissioner: User) -> None:
    other = builders.programme()
    builders.finding(other)
    builders.finding(other)
    assert Finding.objects.filter(programme=other, number=2).exists()
    assert opened(client, commissioner, address(full, ("finding_detail", {"number": 2}))) == 404
