"""The linter's remarks on a version, with what is known of its programme."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404

from accounts.models import User
from contracts import permissions
from contracts.domain import differences, gate
from contracts.domain.lint import linter
from contracts.domain.lint.remarks import BREAKS, LOOK_AGAIN, MEETS, Circumstances, Remark
from contracts.domain.terms import Terms
from contracts.models import ContractVersion, LintException
from contracts.selectors import agreement_tests, lint_exceptions, terms
from stages.domain.purpose import several_aims
from stages.models import Programme
from stages.selectors import purpose, stage_facts, visits

TITLES = {BREAKS: "Breaks a principle", LOOK_AGAIN: "Look at again", MEETS: "Meets the principle"}
COLOURS = {BREAKS: "red", LOOK_AGAIN: "yellow", MEETS: "green"}


@dataclasses.dataclass(frozen=True)
class Shown:
    """A remark with the reason to go on, if the Expert Body has recorded one for these very words.

    `has_criterion`: the gate of stage 4 asks for it by itself, and a reason does not answer it.
    """

    remark: Remark
    exception: LintException | None
    has_criterion: bool
    may_except: bool


@dataclasses.dataclass(frozen=True)
class Group:
    """The remarks of one verdict."""

    title: str
    verdict: str
    colour: str
    remarks: Sequence[Shown]


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
    agreed = programme.contract_versions.agreed()
    last = agreed.filter(number__lt=version.number).order_by("-number").first()
    before = terms.of(last) if last else None
    return Circumstances(
        signs_of_several_aims=tuple(several_aims(written.aim)) if written and written.aim.strip() else None,
        committed_funds=decision.committed_funds if decision else None,
        changed_outcomes=differences.changed_outcomes(before, found) if before else frozenset(),
        tried=agreement_tests.tried(programme, found),
        before=before,
        first_day=agreed.order_by("number").values_list("effective_from", flat=True).first(),
        followed=agreed.filter(number__gt=version.number).exists(),
    )


def page(version: ContractVersion, viewer: User) -> Page:
    found = remarks(version)
    recorded = lint_exceptions.standing(version.programme)
    may = visits.is_open(version.programme, 4) and permissions.can(viewer, "lint.except", version.programme)
    may = may and version == concerned(version.programme)
    by_verdict = {
        verdict: [_shown(one, recorded, may) for one in found if one.verdict == verdict] for verdict in TITLES
    }
    groups = [Group(title, verdict, COLOURS[verdict], by_verdict[verdict]) for verdict, title in TITLES.items()]
    shown = [group for group in groups if group.remarks]
    return Page(shown, len(by_verdict[BREAKS]), len(by_verdict[LOOK_AGAIN]), len(by_verdict[MEETS]))


def concerned(programme: Programme) -> ContractVersion | None:
    """The version that is being made, or else the last one agreed."""
    return agreement_tests.concerned(programme)


def _shown(remark: Remark, recorded: Mapping[str, LintException], may: bool) -> Shown:
    has_criterion = remark.code in gate.WITH_CRITERIA
    own = lint_exceptions.answering(remark, recorded)
    return Shown(remark, own, has_criterion, may and remark.verdict == BREAKS and not has_criterion)


def remark(version: ContractVersion, code: str) -> Remark:
    """What the check of this code finds broken; the page does not exist where it finds nothing to go on in spite of."""
    found = [one for one in remarks(version) if one.code == code and one.verdict == BREAKS]
    if not found or code in gate.WITH_CRITERIA:
        raise Http404("No such remark")
    return found[0]


def document(version: ContractVersion) -> list[dict[str, Any]]:
    """The remarks as a list for other programs."""
    recorded = lint_exceptions.standing(version.programme)
    return [
        {
            "code": one.code,
            "principle": one.principle,
            "source": one.source,
            "verdict": one.verdict,
            "why": one.why,
            "evidence": one.part,
            "cure": one.cure,
            "reason_to_go_on": own.reason if (own := lint_exceptions.answering(one, recorded)) else "",
        }
        for one in remarks(version)
    ]
