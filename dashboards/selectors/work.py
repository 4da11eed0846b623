"""What waits for a person, across their programmes, the most urgent first.

Each kind of matter is one function, one query or two, however many programmes the person has.
"""

import dataclasses
from datetime import date, datetime

from django.utils.timezone import localdate

from dashboards.selectors import (
    work_agency,
    work_agenda,
    work_body,
    work_contracts,
    work_falls,
    work_findings,
    work_gaming,
    work_horizon,
    work_interventions,
    work_meetings,
    work_participants,
    work_payments,
    work_stakeholders,
    work_tokens,
    work_verification,
)
from dashboards.selectors.viewer import Viewer
from dashboards.selectors.waiting import Matter

SOURCES = (
    work_findings.actions_of_mine,
    work_findings.unanswered,
    work_findings.effects_to_check,
    work_findings.ready_to_close,
    work_body.gates,
    work_body.empty_seats,
    work_body.written_votes,
    work_falls.closed_stages,
    work_meetings.meetings,
    work_meetings.minutes,
    work_agenda.proposals,
    work_agenda.reviews,
    work_agenda.actions_of_mine,
    work_agenda.terms_ending,
    work_contracts.versions_to_agree,
    work_contracts.files_to_correct,
    work_contracts.files_with_questions,
    work_payments.of_statements,
    work_verification.of_samples,
    work_payments.of_payments,
    work_participants.handovers_to_answer,
    work_participants.segments_to_decide,
    work_participants.questions_to_answer,
    work_participants.outcomes_not_claimed,
    work_gaming.to_reply,
    work_gaming.to_settle,
    work_stakeholders.alerts,
    work_stakeholders.reviews,
    work_horizon.to_ask,
    work_interventions.to_answer,
    work_interventions.plans_of_mine,
    work_interventions.to_look_at_again,
    work_agency.statements,
    work_tokens.ending,
)


@dataclasses.dataclass(frozen=True)
class Work:
    """What waits: `overdue` counts the matters whose day has passed."""

    matters: list[Matter]
    overdue: int


def waiting_for(viewer: Viewer) -> Work:
    """Everything that waits for the person, by urgency and then by how long it has waited."""
    found = [matter for source in SOURCES for matter in source(viewer)]
    found.sort(
        key=lambda matter: (matter.urgency, _day(matter.by_date or matter.since), matter.programme, matter.title)
    )
    return Work(found, sum(matter.is_overdue(viewer.today) for matter in found))


def _day(moment: date | datetime | None) -> date:
    if isinstance(moment, datetime):
        return localdate(moment)
    return moment or date.max
