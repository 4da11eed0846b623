"""The task list of a stage: its own records, and the pages that the apps above add."""

import dataclasses
from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import User
from stages import permissions
from stages.domain import facts
from stages.models import Programme
from stages.selectors import agency, analysis, fits, lessons, stage_facts

DONE = ("Completed", "")
TO_DO = ("Not started", "grey")
UNDER_WAY = ("In progress", "blue")


@dataclasses.dataclass(frozen=True)
class Task:
    """One line of the list. An empty colour shows the status as plain text."""

    label: str
    url: str
    hint: str = ""
    status: str = ""
    colour: str = ""


class StageTask(Protocol):
    """A row of the table that the project names in settings.STAGE_TASKS."""

    stage: int
    label: str
    url_name: str
    hint: str
    permission: str
    progress: str


def _state(begun: bool, shortfalls: list[str]) -> tuple[str, str]:
    if not begun:
        return TO_DO
    return UNDER_WAY if shortfalls else DONE


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _stage_1(programme: Programme) -> list[Task]:
    known = stage_facts.stage_1(programme)
    purpose = facts.purpose_written(known) + facts.why_pbr(known)
    kept = analysis.counts(programme)
    people = (
        facts.stakeholders_scored(known)
        + facts.definitive_engaged(known)
        + facts.dependent_known(known)
        + facts.survival_named(known)
    )
    practice = known.good_practice + known.bad_practice
    slug = [programme.slug]
    return [
        Task(
            "Purpose, and why Payment by Results",
            reverse("stages:purpose", args=slug),
            "One aim, and the reasons for paying by results",
            *_state(len(purpose) < 2, purpose),
        ),
        Task(
            "Should this be Payment by Results?",
            reverse("stages:fit", args=slug),
            fits.hint(programme),
            *(DONE if known.fits_assessed else UNDER_WAY if fits.are_begun(programme) else TO_DO),
        ),
        Task(
            "Stakeholders",
            reverse("stages:stakeholder_list", args=slug),
            _counted(len(known.stakeholders), "stakeholder recorded", "stakeholders recorded"),
            *_state(bool(known.stakeholders), people),
        ),
        Task(
            "Engagement plan",
            reverse("stages:engagement", args=slug),
            "Who involves each of them, how, and when they were last spoken with",
            *_state(any(one.is_engaged for one in known.stakeholders), facts.definitive_engaged(known)),
        ),
        Task(
            "Good and bad practice",
            reverse("stages:practice_list", args=slug),
            _counted(practice, "example recorded", "examples recorded"),
            *_state(practice > 0, facts.practice_logged(known)),
        ),
        Task(
            "Lessons of others",
            reverse("stages:lesson_offers", args=slug),
            "What the library offers for this need, sector and outcome",
            *((f"{used} used", "blue") if (used := lessons.used(programme)) else TO_DO),
        ),
        Task(
            "Horizon",
            reverse("stages:horizon_list", args=slug),
            _counted(known.horizon, "item on the log", "items on the log"),
            *_state(known.horizon > 0, facts.horizon_scanned(known)),
        ),
        *_kept_alike(slug, kept, known),
    ]


def _kept_alike(slug: list[str], kept: analysis.Counts, known: facts.Facts) -> list[Task]:
    """The registers of challenges, baseline, data access and alternatives."""
    unanswered = ["Some challenges have no answer or no owner."] if kept.unanswered else []
    return [
        Task(
            "Challenges",
            reverse("stages:challenge_list", args=slug),
            _counted(kept.challenges, "challenge recorded", "challenges recorded"),
            *_state(kept.challenges > 0, unanswered),
        ),
        Task(
            "Baseline",
            reverse("stages:baseline_list", args=slug),
            _counted(kept.baselines, "measure recorded", "measures recorded"),
            *_state(kept.baselines > 0, []),
        ),
        Task(
            "Map of data access",
            reverse("stages:data_source_list", args=slug),
            _counted(kept.data_sources, "record on the map", "records on the map"),
            *_state(kept.data_sources > 0, facts.data_lawful(known)),
        ),
        Task(
            "Alternatives to Payment by Results",
            reverse("stages:appraisal_list", args=slug),
            _counted(kept.appraisals, "alternative named", "alternatives named"),
            *_state(kept.appraisals > 0, facts.alternative_appraised(known)),
        ),
    ]


def _selection(programme: Programme, stage: int) -> list[Task]:
    known = stage_facts.selection(programme, stage)
    who = "principal" if stage == 2 else "agent"
    chosen = known.selection
    decided = facts.choice_made(known)
    if stage == 2:
        decided = decided + facts.funds_committed(known) + facts.officer_named(known) + facts.roles_separated(known)
    else:
        decided = decided + facts.award_made(known)
    where = [programme.slug, stage]
    return [
        Task(
            "Criteria and weights",
            reverse("stages:selection_criteria", args=where),
            _counted(len(chosen.weights), "criterion", "criteria"),
            *_state(bool(chosen.weights), facts.weights_sum(known)),
        ),
        Task(
            "Candidates and scores",
            reverse("stages:selection", args=where),
            _counted(len(chosen.candidates), "candidate", "candidates"),
            *_state(bool(chosen.candidates), facts.candidates_scored(known) + facts.scores_moderated(known)),
        ),
        Task(
            "Declarations of interest",
            reverse("stages:conflict_declare", args=where),
            "Whether those who score have an interest in a candidate",
            *_state(bool(chosen.candidates), facts.conflicts_declared(known)),
        ),
        Task(
            f"Choice of the {who}",
            reverse("stages:selection_decision", args=where),
            f"Chosen: {chosen.chosen}" if chosen.chosen else f"Who is best placed to be the {who}, and why",
            *_state(bool(chosen.chosen), decided),
        ),
        *([_goals_and_risk(programme)] if stage == 3 else []),
    ]


def _goals_and_risk(programme: Programme) -> Task:
    page = agency.page(programme)
    return Task(
        "Goals and risk",
        reverse("stages:goals", args=[programme.slug]),
        "Whether the parties want the same, and who can bear to lose what",
        *_state(bool(page.goals), page.silent),
    )


def _findings(programme: Programme) -> list[Task]:
    known = stage_facts.stage_7(programme)
    count = len(known.open_findings)
    status = (_counted(count, "open", "open"), "orange") if count else ("None open", "")
    return [
        Task(
            "Findings",
            reverse("stages:finding_list", args=[programme.slug]),
            "What was seen, the stages it questions, and what is done about it",
            *status,
        ),
        Task(
            "Lessons for the next programme",
            reverse("stages:lesson_list", args=[programme.slug]),
            "What this programme would tell those who come after it",
            *((f"{known.lessons} kept", "") if known.lessons else TO_DO),
        ),
    ]


def _may_see(row: StageTask, programme: Programme, viewer: User) -> bool:
    if not row.permission:
        return True
    app, _, code = row.permission.partition(":")
    allowed: bool = import_string(f"{app}.permissions.can")(viewer, code, programme)
    return allowed


def _added(stage: int, programme: Programme, viewer: User) -> list[Task]:
    table: tuple[StageTask, ...] = import_string(settings.STAGE_TASKS)
    rows = [row for row in table if row.stage == stage and _may_see(row, programme, viewer)]
    return [
        Task(
            row.label,
            reverse(row.url_name, args=[programme.slug]),
            row.hint,
            *(import_string(row.progress)(programme) if row.progress else ("", "")),
        )
        for row in rows
    ]


def of_candidates(programme: Programme, stage: int, viewer: User) -> list[Task]:
    """Those who are candidates themselves see nothing of the others: at stage 3 they say what they want."""
    if stage != permissions.AGENT_STAGE or not agency.spoken_for(programme, viewer):
        return []
    return [
        Task(
            "Your goals and risk",
            reverse("stages:goals_own", args=[programme.slug]),
            "What you want, what you can bear to lose, and what risk you pass down",
        )
    ]


def of_stage(programme: Programme, stage: int, viewer: User) -> list[Task]:
    """The tasks of the stage, in order."""
    own: list[Task] = []
    if stage == 1:
        own = _stage_1(programme)
    elif stage in {2, 3}:
        own = _selection(programme, stage)
    elif stage == 7:
        own = _findings(programme)
    return own + _added(stage, programme, viewer)
