"""Many measured figures at once: reported by one file, all or none, and decided on together by somebody else."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from delivery.actions.records import RowsRefused
from delivery.domain import tables
from delivery.domain.tables import BadRow
from outcomes import permissions
from outcomes.actions import measurements
from outcomes.actions.measurements import MeasurementRefused
from outcomes.domain import figure_files
from outcomes.domain.figure_files import Line
from outcomes.domain.figures import Key, Wanted
from outcomes.models import Measurement, MeasurementDecision
from outcomes.selectors import measurements as selectors
from stages.models import Programme

MOST = 2_000
KNOWN = "This figure was reported already. Correct it on its page, with the reason, and leave out this row."
TWICE = "This file has a row for the same figure before. Keep one of them."
NOT_WANTED = "No rule or comparison of the contract waits for it. Take the names from the file to fill in."


@transaction.atomic
def report(*, programme: Programme, content: bytes, by: User, at: datetime) -> list[Measurement]:
    """Report the first figure for each row of the file; an agent's people for their own organisation alone.

    Raises `Forbidden`, `MeasurementRefused`, or `RowsRefused` with every row that is wrong; nothing is kept then.
    """
    permissions.require(by, "measurement.report", programme)
    measurements.hold(programme)
    lines, bad = _read(content)
    wanted = selectors.wanted(programme)
    agents = {one.code: one for one in Organisation.objects.filter(code__in={line.agent for line in lines})}
    known, read = selectors.reported(programme), set[Key]()
    made = []
    for line in lines:
        key = (line.metric, line.agent or None, line.covers)
        reason = _wrong(programme, wanted, key, known, agents, by) or (TWICE if key in read else "")
        read.add(key)
        if not reason:
            try:
                made.append(
                    measurements.write(programme, wanted[key], agents.get(line.agent), line.stated, by=by, at=at)
                )
            except MeasurementRefused as refusal:
                reason = str(refusal)
        if reason:
            bad.append(BadRow(line.number, "for", line.covers, reason))
    if bad:
        raise RowsRefused(sorted(bad, key=lambda one: one.number))
    return made


def _read(content: bytes) -> tuple[list[Line], list[BadRow]]:
    try:
        lines, bad = figure_files.read(content)
    except tables.Unreadable as unreadable:
        raise MeasurementRefused(str(unreadable)) from unreadable
    if not lines and not bad:
        raise MeasurementRefused("The file has a header but no rows. Add the rows and send it again.")
    if len(lines) > MOST:
        raise MeasurementRefused(f"The file has more than {MOST:,} figures. Divide it and send the parts.")
    return lines, bad


def _wrong(
    programme: Programme,
    wanted: Mapping[Key, Wanted],
    key: Key,
    known: Set[Key],
    agents: Mapping[str, Organisation],
    by: User,
) -> str:
    """Why the figure cannot be reported; empty where it can."""
    if key not in wanted:
        return NOT_WANTED
    if key in known:
        return KNOWN
    if not permissions.may_report(by, programme, agents.get(key[1] or "")):
        return "You report figures of your own organisation only. Leave out this row."
    return ""


@transaction.atomic
def decide(
    *, together: Sequence[Measurement], kind: str, reason: str, by: User, at: datetime
) -> list[MeasurementDecision]:
    """Confirm or refuse all of them, each as `measurements.decide` does. Those decided or corrected are passed over."""
    waiting = [one for one in together if selectors.state_of(one) == selectors.WAITING]
    if not waiting:
        raise MeasurementRefused("Somebody has decided on all of these figures already.")
    return [measurements.decide(measurement=one, kind=kind, reason=reason, by=by, at=at) for one in waiting]
