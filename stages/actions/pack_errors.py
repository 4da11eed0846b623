"""What is wrong with a programme pack, place by place."""

import dataclasses

from accounts.errors import Refused


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing wrong: where in the document, what, and what to do."""

    path: str
    problem: str
    cure: str = ""

    @property
    def field(self) -> str:
        """The place, for programs."""
        return self.path or "pack"

    @property
    def code(self) -> str:
        return "pack"

    @property
    def reason(self) -> str:
        return self.problem

    def __str__(self) -> str:
        return f"{self.path or 'The pack'}: {self.problem} {self.cure}".strip()


class PackRefused(Refused):
    """The pack was not loaded, and nothing was written. `problems` lists everything that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.wrong = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        shown = " ".join(f"({number}) {problem}" for number, problem in enumerate(problems[:5], start=1))
        super().__init__(f"The pack has {count}, so nothing was loaded. {shown}")


class PackError(PackRefused):
    """One problem, found while loading a section."""

    def __init__(self, path: str, problem: str, cure: str = "") -> None:
        super().__init__([Problem(path, problem, cure)])
