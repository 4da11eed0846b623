"""Answers of the suitability tool in words, and two people's side by side."""

import dataclasses

from knowledge.domain.suitability import MARKS, SCREEN, WHY, Answers, Tool

TEN = "Ten features"


@dataclasses.dataclass(frozen=True)
class Answered:
    """A question or feature with an answer in words; the reason is one's own."""

    page: int
    topic: str
    asked: str
    answer: str
    why: str = ""


def in_words(tool: Tool, side: str, answers: Answers) -> list[Answered]:
    """Every question as it was put to that side, and what was answered."""
    marks = dict(MARKS)
    said = [
        Answered(
            page.number,
            question.topic or page.title,
            question.asked(side),
            "; ".join(option.label for option in question.chosen(answers)) or "Not answered yet",
        )
        for page in tool.pages
        for question in page.questions
    ]
    return said + [
        Answered(
            len(tool.pages), TEN, feature,
            marks.get(str(answers.get(SCREEN + code, "")), "Not answered yet"), str(answers.get(WHY + code, "")),
        )
        for code, feature in tool.features.items()
    ]  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Pair:
    """What two people answered to one question."""

    topic: str
    first: Answered
    second: Answered

    @property
    def differs(self) -> bool:
        return self.first.answer != self.second.answer


def compare(tool: Tool, first: tuple[str, Answers], second: tuple[str, Answers]) -> list[Pair]:
    """Both people's answers, each as (side, answers), question by question, with the differences first."""
    both = zip(in_words(tool, *first), in_words(tool, *second), strict=True)
    pairs = [Pair(one.topic if one.topic != TEN else one.asked, one, other) for one, other in both]
    return sorted(pairs, key=lambda pair: not pair.differs)
