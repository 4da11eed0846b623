"""Whether Payment by Results suits a service: the questions, what answers must look like, and the advice.

Answers are a mapping from a question's code to the codes chosen, each list short; the screen of ten features is kept
under "screen_" and the feature's code, with a reason of one's own under "why_" and the same code.
"""

import dataclasses
from collections.abc import Mapping

Answers = Mapping[str, str | list[str]]
COMMISSIONER, PROVIDER = "commissioner", "provider"
SCREEN, WHY, REASONS = "screen_", "why_", "reasons"
MARKS = (("2", "Yes"), ("1", "In part"), ("0", "No"))
LONGEST_REASON = 300
LEAST_AGAINST = 3
"""So many answers against, none of them decisive alone, decide together."""
SUITABLE, SUITABLE_IF, ANOTHER_MODEL, UNFINISHED = "suitable", "suitable_if", "another_model", "unfinished"
GOOD, MIXED, BAD = "good", "mixed", "bad"


@dataclasses.dataclass(frozen=True)
class Source:
    name: str
    address: str


@dataclasses.dataclass(frozen=True)
class Known:
    """What has been found; without a source it is our own calculation, and says so."""

    text: str
    source: Source | None


@dataclasses.dataclass(frozen=True)
class Option:
    """An answer that can be chosen. `fit` says what it means; `model` makes an answer against decisive.

    `gives`, `costs` and `contract` are what a reason for Payment by Results brings, costs and asks of the contract.
    """

    code: str
    label: str
    fit: str = ""
    because: str = ""
    do: str = ""
    model: str = ""
    gives: str = ""
    costs: str = ""
    contract: str = ""


@dataclasses.dataclass(frozen=True)
class Question:
    """`most` is how many answers may be chosen; `topic` names the question where a page holds several."""

    code: str
    commissioner: str
    provider: str
    options: tuple[Option, ...]
    most: int = 1
    topic: str = ""

    def asked(self, side: str) -> str:
        return self.provider if side == PROVIDER else self.commissioner

    def chosen(self, answers: Answers) -> tuple[Option, ...]:
        given = answers.get(self.code, [])
        return tuple(option for option in self.options if option.code in given)


@dataclasses.dataclass(frozen=True)
class Page:
    """A step of the tool, with its place among them."""

    number: int
    code: str
    title: str
    lead: str
    known: tuple[Known, ...]
    tension: str
    questions: tuple[Question, ...]

    @property
    def is_screen(self) -> bool:
        return not self.questions


@dataclasses.dataclass(frozen=True)
class Clash:
    """A reason for Payment by Results that an answer stands against."""

    reason: str
    question: str
    answers: tuple[str, ...]
    text: str


@dataclasses.dataclass(frozen=True)
class Model:
    code: str
    name: str
    text: str


@dataclasses.dataclass(frozen=True)
class Tool:
    pages: tuple[Page, ...]
    features: Mapping[str, str]
    clashes: tuple[Clash, ...]
    models: Mapping[str, Model]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    def page(self, number: int) -> Page | None:
        return self.pages[number - 1] if 1 <= number <= len(self.pages) else None


@dataclasses.dataclass(frozen=True)
class Point:
    """An answer and what follows from it: the page to change it on, why it matters and what to do about it."""

    page: int
    topic: str
    answer: str
    because: str
    do: str = ""
    decisive: bool = False


@dataclasses.dataclass(frozen=True)
class Advice:
    """The verdict with all that led to it. `models` are those that fit better, the first one best."""

    verdict: str
    headline: str
    supports: tuple[Point, ...] = ()
    conditions: tuple[Point, ...] = ()
    against: tuple[Point, ...] = ()
    clashes: tuple[str, ...] = ()
    models: tuple[Model, ...] = ()
    reasons: tuple[Option, ...] = ()
    features_met: int = 0
    unanswered: tuple[int, ...] = ()


def is_answered(tool: Tool, page: Page, answers: Answers) -> bool:
    """Whether every question of the page has an answer; on the screen, every feature a mark with its reason."""
    if page.is_screen:
        return all(answers.get(SCREEN + code) and answers.get(WHY + code) for code in tool.features)
    return all(question.chosen(answers) for question in page.questions)


def shortfalls(tool: Tool, page: Page, given: Answers, side: str = COMMISSIONER) -> dict[str, str]:
    """What is wrong with the answers to a page, by field, each as a sentence that says what to do."""
    wrong: dict[str, str] = {}
    for question in page.questions:
        chosen = given.get(question.code, [])
        known = {option.code for option in question.options}
        if not chosen or set(chosen) - known:
            wrong[question.code] = f"Answer “{question.asked(side)}”"
        elif len(chosen) > question.most:
            wrong[question.code] = (
                f"Choose at most {question.most}. You chose {len(chosen)}: a scheme with many aims serves none of "
                "them, so keep those that matter most."
            )
    for code, feature in tool.features.items() if page.is_screen else ():
        if given.get(SCREEN + code) not in dict(MARKS):
            wrong[SCREEN + code] = f"Say whether it holds: {feature.lower()}"
        why = given.get(WHY + code, "")
        if not isinstance(why, str) or not why.strip():
            wrong[WHY + code] = f"Give your reason: {feature.lower()}"
        elif len(why) > LONGEST_REASON:
            wrong[WHY + code] = f"Give the reason in at most {LONGEST_REASON} characters."
    return wrong


def of_page(tool: Tool, page: Page, given: Answers) -> dict[str, str | list[str]]:
    """The answers to the questions of the page alone, with reasons tidied."""
    if not page.is_screen:
        return {question.code: list(given.get(question.code, [])) for question in page.questions}
    names = [prefix + code for code in tool.features for prefix in (SCREEN, WHY)]
    return {name: str(given.get(name, "")).strip() for name in names}


def _points(tool: Tool, answers: Answers) -> list[tuple[str, Point]]:
    return [
        (
            option.fit,
            Point(
                page.number, question.topic or page.title, option.label, option.because, option.do, bool(option.model)
            ),
        )
        for page in tool.pages
        for question in page.questions
        for option in question.chosen(answers)
        if option.fit
    ]


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."


def _features(tool: Tool, answers: Answers) -> list[Point]:
    """Each feature that is missing or there in part, as a condition with the reason that was given."""
    words = dict(MARKS)
    return [
        Point(
            len(tool.pages),
            feature,
            words[str(mark)],
            _sentence(str(answers.get(WHY + code, ""))),
            "Say in the design how this is dealt with.",
        )
        for code, feature in tool.features.items()
        if (mark := answers.get(SCREEN + code)) in {"0", "1"}
    ]


def _better(tool: Tool, answers: Answers) -> tuple[Model, ...]:
    """The models that decisive answers speak for: the one that most of them name first."""
    named = [
        option.model
        for question in tool.questions
        for option in question.chosen(answers)
        if option.fit == BAD and option.model
    ]
    ordered = sorted(dict.fromkeys(named), key=lambda code: -named.count(code))
    return tuple(tool.models[code] for code in ordered)


def _verdict(against: list[Point], conditions: list[Point], models: tuple[Model, ...]) -> tuple[str, str]:
    if models or len(against) >= LEAST_AGAINST:
        best = models[0].name if models else "Fee for service, with a small part for results"
        return ANOTHER_MODEL, f"Another model fits better: {best[0].lower()}{best[1:]}"
    if against or conditions:
        number = len(against) + len(conditions)
        return SUITABLE_IF, f"Suitable if {number} condition{'s are' if number > 1 else ' is'} met"
    return SUITABLE, "Suitable: nothing that you answered speaks against it"


def advise(tool: Tool, answers: Answers) -> Advice:
    """What the answers amount to, and why.

    Another model fits better when one answer is decisive, or when three others speak against Payment by Results.
    Otherwise every answer against, every answer in between and every feature that is missing is a condition to be met.
    The ten features name conditions and never decide: they are no pass mark.
    """
    unanswered = tuple(page.number for page in tool.pages if not is_answered(tool, page, answers))
    points = _points(tool, answers)
    supports = [point for fit, point in points if fit == GOOD]
    against = [point for fit, point in points if fit == BAD]
    conditions = [point for fit, point in points if fit == MIXED] + _features(tool, answers)
    reasons = next(question for question in tool.questions if question.code == REASONS).chosen(answers)
    wanted = {option.code for option in reasons}
    clashes = [
        clash.text
        for clash in tool.clashes
        if clash.reason in wanted and set(clash.answers) & set(answers.get(clash.question, []))
    ]
    models = _better(tool, answers)
    verdict, headline = _verdict(against, conditions, models)
    if unanswered:
        verdict, headline, models = UNFINISHED, "Not finished yet", ()
    return Advice(
        verdict=verdict, headline=headline, supports=tuple(supports), conditions=tuple(conditions),
        against=tuple(against), clashes=tuple(clashes), models=models, reasons=reasons,
        features_met=sum(1 for code in tool.features if answers.get(SCREEN + code) == "2"), unanswered=unanswered,
    )  # fmt: skip
