"""What the page of a stage shows."""

import dataclasses
from datetime import date

from django.urls import reverse

from accounts.models import User
from govuk import components
from stages import permissions
from stages.domain import falls as falls_rules
from stages.domain import framework, history
from stages.domain.criteria import MET, NEEDS_CONFIRMATION, NOT_MET, Result
from stages.models import GateRequest, Programme, StagePause, StageVisit
from stages.selectors import falls, finding_words, gate_links, gates, pauses, tasks
from stages.selectors import visits as visits_selector
from stages.selectors.tasks import Task

SELECTIONS = frozenset({2, 3})


@dataclasses.dataclass(frozen=True)
class PastVisit:
    """A visit with what its criteria said when it closed."""

    visit: StageVisit
    criteria: list[components.Criterion]


@dataclasses.dataclass(frozen=True)
class StagePage:
    caption: str
    stage: framework.Stage
    status: str
    tasks: list[Task]
    results: list[Result]
    criteria: list[components.Criterion]
    visit: StageVisit | None
    visits: list[PastVisit]
    request: GateRequest | None
    missing_before: tuple[int, ...]
    may_ask: bool
    may_decide: bool
    may_reopen: bool
    pause: StagePause | None
    pauses: list[StagePause]
    may_pause: bool
    fallen: list[components.Criterion]
    is_secret: bool
    takes_part: bool

    @property
    def fallen_words(self) -> str:
        return falls_rules.words(len(self.fallen))

    @property
    def is_decided_by_the_body(self) -> bool:
        """The gates of stages led by the Expert Body are decided by it, with votes and dissent on record."""
        return permissions.is_decided_by_the_body(self.stage.number)

    @property
    def met(self) -> int:
        return sum(1 for result in self.results if result.met)

    @property
    def all_met(self) -> bool:
        return self.met == len(self.results)


def _urgency(result: Result) -> int:
    """What is still to be put right comes first, then what must be confirmed, then what is met."""
    return (NOT_MET, NEEDS_CONFIRMATION, MET).index(result.state)


def _without_reasons(items: list[components.Criterion], secret: bool) -> list[components.Criterion]:
    """What criteria say of candidates is kept from those who may be candidates themselves."""
    return [dataclasses.replace(item, reason="", url="") for item in items] if secret else items


def _fallen(programme: Programme, last: list[StageVisit], as_of: date) -> list[components.Criterion]:
    """What no longer holds of the gate by which the stage stands closed, each with its page of then and now."""
    if not last or last[0].closed_at is None:
        return []
    return [
        components.Criterion(
            label=one.rule,
            state=NOT_MET,
            reason=one.says_now,
            url=reverse("stages:criterion_fallen", args=[programme.slug, last[0].stage, one.code]),
            url_label="Compare with what it said then",
            code=one.code,
            source=one.source,
        )
        for one in falls.now(programme, last[0], as_of)
    ]


def stage_page(programme: Programme, stage: int, viewer: User, as_of: date) -> StagePage:
    """The stage as the viewer may see and change it. Criteria are judged only while a visit is open."""
    found = visits_selector.of_programme(programme)
    visits = finding_words.visits(found.get(stage, []), viewer)
    visit = next((one for one in visits if one.closed_at is None), None)
    results = gates.evaluate(programme, stage, visit, as_of) if visit else []
    closed_once = {number for number, ones in found.items() if any(one.closed_at for one in ones)}
    pause = pauses.of_visit(visit) if visit else None
    is_open = visit is not None and pause is None
    may_confirm = is_open and permissions.can(viewer, "stage.confirm", programme)
    takes_part = permissions.takes_part(viewer, stage, programme)
    secret = stage in SELECTIONS and not permissions.can(viewer, "selection.view", programme)
    return StagePage(
        stage=framework.BY_NUMBER[stage],
        status=history.status(visits_selector.facts_of(visits)),
        tasks=(tasks.of_candidates if secret else tasks.of_stage)(programme, stage, viewer),
        results=results,
        caption=f"{programme.name}, stage {stage} of 7",
        criteria=_without_reasons(
            [
                gate_links.component(programme, stage, visit, result, may_confirm=may_confirm, takes_part=takes_part)
                for result in sorted(results, key=_urgency)
            ],
            secret,
        ),
        visit=visit,
        visits=[
            PastVisit(one, _without_reasons(gates.as_components(one.criteria), secret)) for one in reversed(visits)
        ],
        request=gates.waiting_request(visit) if visit else None,
        missing_before=() if visits else history.missing_before(stage, closed_once),
        may_ask=is_open and permissions.can(viewer, "stage.record", programme),
        may_decide=is_open and permissions.can(viewer, permissions.to_close(stage), programme),
        may_reopen=bool(visits) and visit is None and permissions.can(viewer, "stage.reopen", programme),
        pause=pause,
        pauses=pauses.history(programme, stage),
        may_pause=visit is not None and permissions.can(viewer, "stage.pause", programme),
        fallen=_without_reasons(_fallen(programme, visits[-1:], as_of), secret),
        is_secret=secret,
        takes_part=takes_part,
    )
