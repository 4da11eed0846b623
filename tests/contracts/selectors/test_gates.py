import datetime as dt
from typing import Any

import pytest

from accounts.models import Role
from contracts.actions import versions
from contracts.selectors import decidable, gates, terms
from stages.domain.criteria import JOHNSTONE, NAO, WEBSTER
from stages.models import Candidate, SelectionDecision
from stages.selectors import gates as stage_gates
from tests import builders as general
from tests.contracts import builders, documents

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 2, 1)
SOURCES = (JOHNSTONE, NAO, WEBSTER)


def test_the_gate_asks_for_a_contract_that_everybody_agreed(place: builders.Setting) -> None:
    programme = place.programme
    assert gates.contract_shortfalls(programme, DAY) == [
        "There is no contract yet. Draft a version and have principal, agent and Expert Body agree it."
    ]
    assert gates.progress(programme) == ("Not started", "grey")
    version = builders.draft(place)
    assert "is a draft" in gates.contract_shortfalls(programme, DAY)[0]
    versions.propose(version=version, by=place.commissioner, at=general.later(days=2))
    assert [sentence.split(" has")[0] for sentence in gates.contract_shortfalls(programme, DAY)] == [
        "Treasury (principal)",
        "Northway (agent)",
        "Expert Body",
    ]
    assert gates.progress(programme) == ("Version 1 is proposed", "blue")
    builders.agree(place, version)
    assert gates.contract_shortfalls(programme, DAY) == []
    assert gates.progress(programme) == ("Completed", "")


def test_a_contract_that_has_ended_does_not_pass_the_gate(place: builders.Setting) -> None:
    builders.agreed(place, effective_to="2026-06-30")
    assert gates.contract_shortfalls(place.programme, dt.date(2026, 6, 30)) == []
    assert "Version 1 ended on 30/06/2026" in gates.contract_shortfalls(place.programme, dt.date(2026, 7, 1))[0]


def test_the_gate_names_what_each_outcome_lacks(place: builders.Setting) -> None:
    programme = place.programme
    assert "There is no contract yet" in gates.shortfalls(programme, DAY)["verifiable"][0]
    assert gates.worst_case(programme) == ""
    builders.draft(place, outcomes=[documents.outcome(validator="", unit="")])
    found = gates.shortfalls(programme, DAY)
    assert found["quantifiable"] == ["Outcome job: Name the unit."]
    assert found["verifiable"] == ["Outcome job: Name who checks the evidence."]
    assert found["attributable"] == []
    builders.draft(place, outcomes=[], rules=[], targets=[], caps=[])
    assert gates.shortfalls(programme, DAY)["segmented"] == ["Define at least one outcome."]
    builders.draft(place)
    assert gates.shortfalls(programme, DAY)["quantifiable"] == []


def test_the_worst_case_is_told_beside_the_funds_that_the_principal_committed(place: builders.Setting) -> None:
    builders.draft(place, caps=[{"code": "all", "scope": "contract", "amount": "900000.00", "per_agent": False}])
    assert "no funds are committed" in gates.shortfalls(place.programme, DAY)["liability_covered"][0]
    _choose(place, 2, "treasury", committed_funds="1000000.00")
    assert gates.shortfalls(place.programme, DAY)["liability_covered"] == []
    told = "At most £900,000 may become due; £1,000,000 is committed."
    assert gates.worst_case(place.programme) == told
    visit = general.open_visit(place.programme, 4)
    shown = {row.code: row for row in stage_gates.evaluate(place.programme, 4, visit, DAY)}
    assert (shown["liability_covered"].state, shown["liability_covered"].reason) == ("met", told)
    assert {row.source for row in shown.values()} == set(SOURCES)


def test_the_principal_is_asked_for_the_funds_of_a_contract_once_there_is_one(place: builders.Setting) -> None:
    assert gates.funded(place.programme, DAY) == []
    builders.draft(place, caps=[{"code": "all", "scope": "contract", "amount": "900000.00", "per_agent": False}])
    _choose(place, 2, "treasury", committed_funds="800000.00")
    [missing] = gates.funded(place.programme, DAY)
    assert "At most £900,000 may become due; £800,000 is committed." in missing


def test_a_proposal_waits_for_the_expert_body_until_it_has_agreed(place: builders.Setting) -> None:
    assert decidable.waiting(place.programme) == []
    version = builders.propose(place)
    assert decidable.waiting(place.programme) == [version]
    assert decidable.version(place.programme, version.pk) == version
    assert decidable.version(general.programme(), version.pk) is None
    versions.agree_for_expert_body(subject=version, by=place.member, at=general.later(days=3), rationale="Fair")
    assert decidable.waiting(place.programme) == []


def _choose(place: builders.Setting, stage: int, code: str, **stated: Any) -> None:
    """What stages 2 and 3 leave behind, without their gates."""
    given: dict[str, Any] = {"programme": place.programme, "stage": stage}
    body = place.principal if code == "treasury" else place.agent
    candidate = Candidate.objects.create(
        **given, organisation=body, added_by=place.commissioner, added_at=general.MOMENT
    )
    SelectionDecision.objects.create(
        **given,
        **stated,
        candidate=candidate,
        rationale="Best placed",
        decided_by=place.commissioner,
        decided_at=general.MOMENT,
    )


def test_a_first_draft_names_the_parties_that_were_chosen(place: builders.Setting) -> None:
    _choose(place, 2, "treasury")
    _choose(place, 3, "northway")
    version = versions.begin(programme=place.programme, by=place.member, at=general.later(days=1))
    document = terms.document(version)
    assert document["principals"] == [{"organisation": "treasury", "share": "1"}]
    assert document["agents"] == ["northway"]
    assert document["effective_from"] == "2026-01-06"


def test_a_first_draft_begins_from_the_template_of_the_programme() -> None:
    programme = general.programme_at_stage(4, template="work-programme")
    commissioner = general.member(programme, Role.COMMISSIONER)
    version = versions.begin(programme=programme, by=commissioner, at=general.later(days=1))
    found, missing = terms.draft(version)
    assert [rule.code for rule in found.rules] == ["attachment", "job-outcome", "sustainment"]
    assert {problem.path for problem in missing} == {"principals", "agents"}
    assert version.title == "Work Programme prices, groups 1 to 5 (from a template)"
