"""The linter holds the published schemes against the principles, and says of some what their history bears out."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from contracts.domain import terms
from contracts.domain.lint import linter
from contracts.domain.lint.remarks import BREAKS, LOOK_AGAIN, VERDICTS, Circumstances, Remark

PACKS = sorted((Path(settings.BASE_DIR) / "docs" / "packs").glob("*.json"))


def remarks(path: Path) -> dict[str, Remark]:
    versions = terms.parse_contract(json.loads(path.read_text(encoding="utf-8"))["contract"]).versions
    return {one.code: one for one in linter.lint(versions[-1], Circumstances())}


def of(scheme: str) -> dict[str, Remark]:
    return remarks(next(path for path in PACKS if path.stem == scheme))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_scheme_has_a_verdict_with_a_reason_by_each_check(path: Path) -> None:
    found = remarks(path)
    assert len(found) == len(linter.CHECKS)
    for one in found.values():
        assert one.verdict in VERDICTS
        assert one.why
        assert one.cure or one.verdict not in (BREAKS, LOOK_AGAIN)


def test_the_work_programme_paid_too_little_for_those_furthest_from_work() -> None:
    """Spending on harder groups stayed far below what was promised: domain reference, sections 5 and 7 (S123)."""
    said = of("work-programme")["price_covers_cost"]
    assert said.verdict == BREAKS
    assert "Group 4" in said.why
    assert "Group 1" not in said.why


def test_probation_pay_hung_on_what_chance_may_explain() -> None:
    """Payment by significance: noise and dead bands made less spending rational (sections 5 and 6, S116)."""
    said = of("probation-companies")["pay_not_noisy"]
    assert said.verdict == LOOK_AGAIN
    assert "chance" in said.why
    assert "“Binary: fewer people reoffend”" in said.why


def test_troubled_families_could_pay_every_family_the_same() -> None:
    """One price for all: nothing follows the difficulty of a family (sections 5 and 7)."""
    assert of("troubled-families-1")["prices_by_segment"].verdict == LOOK_AGAIN
