"""The linter's remarks on a version, with what is known of its programme."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from contracts.domain import differences
from contracts.domain.lint import linter
from contracts.domain.lint.remarks import BREAKS, LOOK_AGAIN, MEETS, Circumstances, Remark
from contracts.domain.terms import Terms
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from stages.domain.purpose import several_aims
from stages.models import Programme
from stages.selectors import purpose, stage_facts

TITLES = {BREAKS: "Breaks a principle", LOOK_AGAIN: "Look at again", MEETS: "Meets the principle"}
COLOURS = {BREAKS: "red", LOOK_AGAIN: "yellow", MEETS: "green"}


@dataclasses.dataclass(frozen=True)
class Group:
    """The remarks of one verdict."""

    title: str
    verdict: str
    colour: str
    remarks: Sequence[Remark]


@dataclasses.dataclass(frozen=True)
class Page:
    """The remarks by verdict, the worst first, and how many there are of each."""

    groups: list[Group]
    breaks: int
    to_look_at: int
    met: int


def remarks(version: ContractVersion) -> list[Remark]:
    """What the linter says of a version, be it a draft or agreed."""
    found, _ = terms.draft(version)
    return linter.lint(found, circumstances(version, found))


def circumstances(version: ContractVersion, found: Terms) -> Circumstances:
    """What is known around a version whose terms are `found`."""
    programme = version.programme
    written = purpose.of_programme(programme)
    decision = stage_facts.latest_decision(programme, 2)
    return Circumstances(
        signs_of_several_aims=tuple(several_aims(written.aim)) if written and written.aim.strip() else None,
        committed_funds=decision.committed_funds if decision else None,
        changed_outcomes=_changed(version, found),
    )


def _changed(version: ContractVersion, found: Terms) -> frozenset[str]:
    """The outcomes that the last agreed version before this one defines otherwise."""
    before = version.programme.contract_versions.agreed().filter(number__lt=version.number).order_by("-number").first()
    return differences.changed_outcomes(terms.of(before), found) if before else frozenset()


def page(version: ContractVersion) -> Page:
    found = remarks(version)
    by_verdict = {verdict: [one for one in found if one.verdict == verdict] for verdict in TITLES}
    groups = [Group(title, verdict, COLOURS[verdict], by_verdict[verdict]) for verdict, title in TITLES.items()]
    shown = [group for group in groups if group.remarks]
    return Page(shown, len(by_verdict[BREAKS]), len(by_verdict[LOOK_AGAIN]), len(by_verdict[MEETS]))


def concerned(programme: Programme) -> ContractVersion | None:
    """The version that is being made, or else the last one agreed."""
    return versions.not_yet_agreed(programme) or programme.contract_versions.agreed().order_by("-number").first()


def document(version: ContractVersion) -> list[dict[str, Any]]:
    """The remarks as a list for other programs."""
    return [
        {
            "code": one.code,
            "principle": one.principle,
            "source": one.source,
            "verdict": one.verdict,
            "why": one.why,
            "evidence": one.part,
            "cure": one.cure,
        }
        for one in remarks(version)
    ]
