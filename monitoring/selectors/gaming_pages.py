"""Questions about gaming as pages show them, given the viewer."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, Role, User
from contracts.domain import question_rules
from delivery.models.row_access import WHOLE_PROGRAMME
from monitoring import permissions
from monitoring.domain import gaming, gaming_indicators
from monitoring.domain.gaming import Indicator, Rule, State
from monitoring.domain.stats import Interval
from monitoring.models import GamingLook, GamingQuestion, GamingReply, GamingSettlement
from monitoring.selectors import gaming_questions
from stages import permissions as stage_permissions
from stages.models import Programme
from stages.selectors import visits

NOT_SHOWN = "Not shown: figures of other agents"


@dataclass(frozen=True)
class QuestionPage:
    """A question with its figures in words, the discussion, and what the viewer may do."""

    question: GamingQuestion
    indicator: Indicator
    subject: str
    figures: list[tuple[str, str]]
    estimate: str
    luck: str
    rule: Rule
    line: str
    stages: tuple[tuple[int, str], ...]
    replies: list[GamingReply]
    settlement: GamingSettlement | None
    may_reply: bool
    may_settle: bool


def page(question: GamingQuestion, viewer: User) -> QuestionPage:
    """The page of a question that the viewer may see."""
    indicator, kept = gaming_indicators.BY_CODE[question.indicator], question.evidence
    settlement = getattr(question, "settlement", None)
    is_open = settlement is None and visits.is_open(question.programme, 6)
    rule = Rule(**kept["rule"])
    return QuestionPage(
        question=question,
        indicator=indicator,
        subject=gaming_questions.subject_in_words(gaming_questions.subject_names(question.programme), question.subject),
        figures=_figures(indicator, kept, sees_others=_sees_others(viewer, question.programme)),
        estimate=_estimate(indicator, kept),
        luck=_luck(kept["p"]),
        rule=rule,
        line=indicator.line(rule),
        stages=indicator.stages,
        replies=sorted(question.replies.select_related("replied_by"), key=lambda one: one.pk),
        settlement=settlement,
        may_reply=is_open and permissions.may_reply(viewer, question),
        may_settle=is_open and permissions.can(viewer, "gaming.settle", question.programme),
    )


def _sees_others(viewer: User, programme: Programme) -> bool:
    return bool(stage_permissions.roles(viewer, programme) & set(WHOLE_PROGRAMME))


def _figures(indicator: Indicator, kept: dict[str, Any], *, sees_others: bool) -> list[tuple[str, str]]:
    """Each count that was kept, with its name. An agent does not see what the others achieved."""
    found = []
    for name, label in zip(indicator.counts, indicator.labels, strict=True):
        hidden = indicator.compares_others and name.startswith("others_") and not sees_others
        if name in kept["counts"]:
            found.append((label, NOT_SHOWN if hidden else gaming.told(name, kept["counts"][name])))
    return found


def _estimate(indicator: Indicator, kept: dict[str, Any]) -> str:
    interval = kept["interval"]
    ends = Interval(*(math.inf if end is None else end for end in interval)) if interval else None
    estimate = math.inf if kept["estimate"] is None else kept["estimate"]
    return gaming.in_words(indicator, estimate, ends, kept["rule"]["chance"])


def _luck(p: float | None) -> str:
    """How often luck alone brings as much."""
    if p is None:
        return "Not reckoned: each case can be looked up"
    return "Less than once in 10,000" if p < 0.0001 else f"{p:.4f}, that is once in {round(1 / p):,}"


@dataclass(frozen=True)
class Line:
    """What the last look said by one indicator of one agent, about one subject."""

    agent: str
    subject: str
    state: str
    sample: int | None
    estimate: str


@dataclass(frozen=True)
class Looked:
    """An indicator with its rule and what the last look said by it."""

    indicator: Indicator
    rule: Rule
    lines: list[Line]

    @property
    def line(self) -> str:
        """Beyond which line it is asked, in words."""
        return self.indicator.line(self.rule)

    @property
    def chance(self) -> str:
        """How often a look asks of clean figures, at most, as the contract states it."""
        return question_rules.amount("share", Decimal(str(self.rule.chance)))


@dataclass(frozen=True)
class LookedFor:
    look: GamingLook | None
    indicators: list[Looked]
    not_looked_for: tuple[tuple[str, str], ...] = gaming_indicators.NOT_LOOKED_FOR


def looked_for(programme: Programme, viewer: User, today: date) -> LookedFor:
    """Every indicator, and the readings of the last look that the viewer may see: an agent its own.

    The rules are those of that look; before the first one, those of the contract in force today.
    """
    look = GamingLook.objects.filter(programme=programme).select_related("period").order_by("-pk").first()
    rules = gaming_questions.rules([programme.pk], look.period.ends_on if look else today)[programme.pk]
    names = gaming_questions.subject_names(programme)
    sees_others = _sees_others(viewer, programme)
    seen = [one for one in (look.readings if look else []) if _may_see(one, programme, viewer)]
    agents = dict(Organisation.objects.filter(code__in={one["agent"] for one in seen}).values_list("code", "name"))
    found = []
    for indicator in gaming_indicators.INDICATORS:
        lines = [
            Line(
                agents[one["agent"]],
                gaming_questions.subject_in_words(names, one["subject"]),
                State(one["state"]),
                one["sample"] if sees_others or not indicator.compares_others else None,
                _estimate(indicator, one),
            )
            for one in seen
            if one["indicator"] == indicator.code
        ]
        found.append(Looked(indicator, rules[indicator.code], lines))
    return LookedFor(look, found)


def _may_see(reading: dict[str, Any], programme: Programme, viewer: User) -> bool:
    if _sees_others(viewer, programme):
        return True
    own = stage_permissions.organisations(viewer, programme, Role.AGENT)
    return reading["agent"] in {one.code for one in own}
