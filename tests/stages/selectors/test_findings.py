"""What of a finding's evidence different people read."""

from typing import Any

from accounts.models import Role, User
from stages.models import Programme
from stages.selectors import findings
from tests import builders

EVIDENCE: dict[str, Any] = {
    "target": "job-rate",
    "agents_whose_data_are_late": "southway",
    "agents": [{"name": "Northway", "actual": "10.0%"}, {"name": "Southway", "actual": "50.0%"}],
}


def test_moments_are_written_as_everywhere(programme: Programme, analyst: User) -> None:
    evidence = {"seen_at": "2026-07-01T13:05:00Z", "rows": [{"at": "2026-01-05T12:00:00+00:00"}], "what": "2026-W1"}
    finding = builders.finding(programme, evidence=evidence)
    found = findings.page(finding, analyst, builders.MOMENT.date()).evidence
    assert {one.name: one.text for one in found.facts} == {"Seen at": "1 July 2026 at 2:05pm", "What": "2026-W1"}
    assert found.tables[0].rows == (("5 January 2026 at midday",),)


def read(programme: Programme, person: User) -> str:
    finding = builders.finding(programme, evidence=EVIDENCE)
    return repr(findings.page(finding, person, builders.MOMENT.date()).evidence)


def test_an_agent_reads_its_own_figures_and_no_other_agents(programme: Programme) -> None:
    agent = builders.member(programme, Role.AGENT, organisation=builders.organisation("Northway"))
    assert "10.0%" in read(programme, agent)
    assert "outhway" not in read(programme, agent)


def test_whoever_is_more_than_an_agent_reads_all_of_them(programme: Programme, analyst: User) -> None:
    assert "Southway" in read(programme, analyst)
