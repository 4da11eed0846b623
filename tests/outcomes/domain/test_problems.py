"""The sentences of errors, and the document that lists them."""

import re
from pathlib import Path

import pytest

from outcomes.domain.problems import PROBLEMS, Problem

DOCUMENT = Path(__file__).parents[3] / "docs" / "files-from-agents.md"


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.code)
def test_every_problem_has_a_reason_a_cure_and_a_line_in_the_document(problem: Problem) -> None:
    assert problem.reason.endswith(".")
    assert problem.cure.endswith(".")
    assert set(re.findall(r"\{(.*?)\}", problem.reason + problem.cure)) <= {"value", "0", "1"}
    assert f"| `{problem.code}` | {re.sub('{.*?}', '…', problem.reason)} |" in DOCUMENT.read_text()


def test_no_code_stands_for_two_problems() -> None:
    assert len({problem.code for problem in PROBLEMS}) == len(PROBLEMS)
