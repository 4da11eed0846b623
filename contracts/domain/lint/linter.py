"""The linter: a contract held against the published principles of designing Payment by Results."""

from contracts.domain.lint import (
    on_arrangements,
    on_comparisons,
    on_definitions,
    on_metrics,
    on_money,
    on_noise,
    on_outcomes,
    on_prices,
    on_targets,
    on_versions,
)
from contracts.domain.lint.reckoning import Reckoning
from contracts.domain.lint.remarks import VERDICTS, Case, Check, Circumstances, Remark
from contracts.domain.terms import Terms

CHECKS: tuple[Check, ...] = (
    *on_outcomes.CHECKS,
    *on_definitions.CHECKS,
    *on_targets.CHECKS,
    *on_noise.CHECKS,
    *on_prices.CHECKS,
    *on_money.CHECKS,
    *on_arrangements.CHECKS,
    *on_metrics.CHECKS,
    *on_comparisons.CHECKS,
    *on_versions.CHECKS,
)


def lint(terms: Terms, circumstances: Circumstances) -> list[Remark]:
    """What each check says of the contract: what breaks a principle first, then what to look at again, then others."""
    case = Case(terms, circumstances, Reckoning(terms))
    found = [_remark(check, case) for check in CHECKS]
    return sorted(found, key=lambda remark: VERDICTS.index(remark.verdict))


def _remark(check: Check, case: Case) -> Remark:
    said = check.run(case)
    return Remark(check.code, check.principle, check.source, check.part, said.verdict, said.why, said.cure)
