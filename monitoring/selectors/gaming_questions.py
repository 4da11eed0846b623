"""Questions about gaming as they were asked, and the rules by which they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from accounts.models import User
from contracts.domain import monitoring_rules
from contracts.models import ContractVersion, OutcomeDefinition, Segment
from monitoring.domain import gaming_indicators
from monitoring.domain.gaming import Rule
from monitoring.domain.gaming_periods import Key
from monitoring.models import GamingLook, GamingQuestion
from stages.models import Programme


@dataclass(frozen=True)
class Asked:
    """The last question of its kind: up to which day its evidence goes, and whether it is still open."""

    up_to: date
    is_open: bool


def asked(programmes: Sequence[int]) -> dict[Key, Asked]:
    """The last question to each agent by each indicator about each subject."""
    found = GamingQuestion.objects.filter(programme__in=programmes).order_by("period__ends_on")
    return {
        Key(programme, agent, indicator, subject): Asked(ends_on, settled is None)
        for programme, agent, indicator, subject, ends_on, settled in found.values_list(
            "programme", "agent", "indicator", "subject", "period__ends_on", "settlement"
        )
    }


def rules(programmes: Sequence[int], as_of: date) -> dict[int, dict[str, Rule]]:
    """The rule of each indicator, as the contract in force on the day says."""
    found = dict.fromkeys(programmes, gaming_indicators.rules({}))
    agreed = ContractVersion.objects.agreed().filter(programme__in=programmes, effective_from__lte=as_of)
    stated = agreed.order_by("effective_from", "number").values_list("programme", "monitoring_rules")
    for programme, document in stated:
        found[programme] = gaming_indicators.rules(monitoring_rules.of_document(document).question_rules())
    return found


def known_digests(looks: Mapping[int, GamingLook]) -> set[tuple[int, str]]:
    """Those of the looks, by programme and digest, that were taken already."""
    digests = [look.digest for look in looks.values()]
    return set(GamingLook.objects.filter(programme__in=looks, digest__in=digests).values_list("programme", "digest"))


def last_numbers(programmes: Iterable[int]) -> dict[int, int]:
    """The highest number of a question in each programme that has one."""
    found = GamingQuestion.objects.filter(programme__in=list(programmes)).values("programme")
    return dict(found.annotate(last=Max("number")).order_by().values_list("programme", "last"))


STATES = (("", "Any"), ("to_reply", "Waits for the agent"), ("to_settle", "Replied"), ("settled", "Settled"))


def of(programme: Programme, viewer: User, *, text: str = "", state: str = "") -> QuerySet[GamingQuestion]:
    """The questions that the viewer may see, the latest first."""
    found = GamingQuestion.objects.filter(programme=programme).visible_to(viewer)
    if state == "to_reply":
        found = found.to_reply()
    elif state == "to_settle":
        found = found.to_settle()
    elif state:
        found = found.filter(settlement__isnull=False)
    if text:
        named = [one.code for one in gaming_indicators.INDICATORS if text.casefold() in one.name.casefold()]
        found = found.filter(
            Q(sentence__icontains=text) | Q(subject__icontains=text) | Q(agent__name__icontains=text)
            | Q(indicator__in=named) | _about(programme, text)
        )  # fmt: skip
    shown = found.select_related("agent", "period", "first_period", "settlement__finding", "programme")
    return shown.prefetch_related("replies").order_by("-number")


def _about(programme: Programme, text: str) -> Q:
    """Questions about outcomes and segments whose names hold the words."""
    found = Q(pk__in=())
    for code, name in subject_names(programme).items():
        if text.casefold() in name.casefold():
            found |= Q(subject=code) | Q(subject__startswith=f"{code}:") | Q(subject__endswith=f":{code}")
    return found


def find(programme: Programme, viewer: User, number: int) -> GamingQuestion:
    """The question of this number, if the viewer may see it; otherwise there is no such page for them."""
    found = of(programme, viewer).filter(number=number).first()
    if found is None:
        raise Http404("No such question")
    return found


def subject_names(programme: Programme) -> dict[str, str]:
    """The names of outcomes and segments by their codes, as the latest contract gives them."""
    names: dict[str, str] = {}
    for of in (Segment, OutcomeDefinition):
        rows = of.objects.filter(version__programme=programme).order_by("version__number")
        names.update(rows.values_list("code", "name"))
    return names


def subject_in_words(names: Mapping[str, str], subject: str) -> str:
    """What a question is about, by name: an outcome, a segment, or both."""
    return ", ".join(names.get(code, code) for code in subject.split(":"))
