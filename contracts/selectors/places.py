"""Where on the page of a version a problem is put right."""

from collections.abc import Iterable

from contracts.domain.problems import Problem

PARTS = frozenset(
    {"periods", "segments", "outcomes", "metrics", "rules", "caps", "targets", "comparisons", "assumptions"}
)


def to_do(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Problems of a draft in words, each with the part of its page where it is put right."""
    return [(_anchor(problem.path), problem.message) for problem in problems]


def _anchor(path: str) -> str:
    part = path.split("[")[0].split(".")[0]
    if part in ("principals", "agents"):
        return "parties"
    if part == "payer_caps":
        return "caps"
    return part if part in PARTS else "header"
