"""What of a finding people read who may not see single records: decided whenever it is read, not when it was raised.

The words and the evidence of a finding are frozen. Of those that monitoring raised, whoever may not see rows reads the
figures that they are shown now, and no others; where even the status of the target would tell that a hidden figure is
small, all of it is withheld. Of what checks of claims found they read no figure: an error can be one person's. What
people wrote stays as they wrote it.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from accounts.models import User
from delivery.domain.suppression import NOT_SHOWN
from monitoring.models import Flag, Measurement
from monitoring.selectors import beside, figures, flag_words, measurements, proof, shown, told
from monitoring.selectors.figures import Audience
from stages.models import Finding, Programme

WITHHELD = "Its figures are too few to show"
WHY_WITHHELD = (
    "Too few people stand behind this finding to say more of it to those who may not see single records. The "
    "commissioner, principals and verifiers see its figures, and can tell the Expert Body what it means."
)
CHANGED = "Not shown: changed since"
CHECKED = (
    "More of the claims that were checked are wrong than is tolerated. How many is shown to those who may see single "
    "records."
)
WORDS = frozenset(
    ("outcome", "target", "target_name", "segment", "name", "period", "as_of", "method", "plan", "agent", "tolerated",
     "agents_whose_data_are_late", "what_the_pattern_suggests", "planned", "planned_so_far", "measured_against")
)  # fmt: skip
"""Entries of evidence that hold no figure of people."""

DECIDED_ON = frozenset({Finding.Source.MONITORING, Finding.Source.VERIFICATION})
"""Sources of findings that hold counts of people which nobody wrote."""

Evidence = dict[str, Any]
History = Mapping[str, Sequence[Measurement]]
"""The standing measurements of each target, by code."""


def read(found: list[Finding], viewer: User | None, whole: bool) -> list[Finding]:
    """The findings as the person may read them; None stands for anybody. They are changed, not to be saved.

    Their evidence is decided on only if they are read `whole`; it is left out otherwise.
    """
    asked = [one for one in found if one.source in DECIDED_ON]
    programmes = {one.programme_id: one.programme for one in asked}
    for pk, audience in _audiences(viewer, programmes).items():
        of_audience([one for one in asked if one.programme_id == pk], audience, whole=whole)
    return found


def _audiences(viewer: User | None, programmes: Mapping[int, Programme]) -> dict[int, Audience]:
    """As whom the person reads of each programme, in one query for all."""
    if viewer is None or not programmes:
        return {pk: proof.outsider(programme) for pk, programme in programmes.items()}
    return figures.audiences(viewer, programmes)


def of_audience(found: Iterable[Finding], audience: Audience, *, whole: bool = False) -> list[Finding]:
    """The findings of one programme as an audience may read them. An agent reads of all others what anybody may."""
    listed = list(found)
    if audience.sees_small and audience.own is None:
        return listed
    codes = {code for one in listed if (code := _target_of(one))}
    history = measurements.told_history(audience.programme, codes) if codes else {}
    reader = _Reader(audience.own or frozenset(), proof.outsider(audience.programme), history, whole)
    return [reader.pass_on(one) for one in listed]


def as_anybody(one: Finding, outsider: Audience, history: History) -> Finding:
    """The finding as anybody may read it, by what was read of its programme already."""
    return _Reader(frozenset(), outsider, history, whole=False).pass_on(one)


def _target_of(one: Finding) -> str:
    """The code of the target whose measurements decide on the words; empty where none does."""
    kind, _colon, rest = one.key.partition(":")
    if one.source != Finding.Source.MONITORING:
        return ""
    if kind == Flag.Kind.OFF_TRACK:
        return rest.partition(":")[0]
    return str(one.evidence.get("target")) if kind == Flag.Kind.PARKING else ""


@dataclasses.dataclass(frozen=True)
class _Reader:
    """Decides on findings of one programme. `own`: the agents whose figures are read whole; `viewer`: anybody."""

    own: frozenset[str]
    viewer: Audience
    history: History
    whole: bool

    def pass_on(self, one: Finding) -> Finding:
        """The finding itself, changed."""
        if one.source == Finding.Source.VERIFICATION and one.key.startswith("verification:"):
            one.summary, one.evidence = CHECKED, {key: one.evidence[key] for key in WORDS & one.evidence.keys()}
        elif one.source == Finding.Source.MONITORING:
            decide = DECIDED_BY.get(one.key.partition(":")[0])
            if decide is not None:
                decide(self, one)
        one.evidence = one.evidence if self.whole else {}
        return one

    def measured(self, code: str, period: object) -> Measurement | None:
        return next((one for one in self.history.get(code, ()) if one.period.code == period), None)

    def off_track(self, one: Finding) -> None:
        """The target of the finding: withheld where its status may not be told in one of the periods it rests on."""
        code, first = one.key.split(":")[1:3]
        begin, until = self.measured(code, first), self.measured(code, one.evidence.get("period"))
        agent = until.target.agent if until else None
        if agent is not None and agent.code in self.own:
            return
        if begin is None or until is None or not self._is_told(code, begin, until):
            withhold(one)
            return
        reading = figures.read(until, figures.EVERYBODY, self.viewer)
        if not one.summary.endswith(reading.reason):
            instead = f"{NOT_SHOWN}." if reading.hidden else flag_words.CHANGED
            one.summary = f"{figures.name_of(until.target)}, {until.period.code}: {instead}"
        if self.whole:
            frozen = _without_hidden_names(one.evidence, until, self.viewer)
            fresh = proof.off_track(until, self.history[code], self.viewer)
            one.evidence = agreed(frozen, fresh)

    def _is_told(self, code: str, begin: Measurement, until: Measurement) -> bool:
        first, last = begin.period.starts_on, until.period.starts_on
        return all(told.is_told(of, self.viewer) for of in self.history[code] if first <= of.period.starts_on <= last)

    def parking(self, one: Finding) -> None:
        """A question about a segment: the comparison is told where both its figures and those of all are shown."""
        code = one.key.split(":")[1]
        of = self.measured(str(one.evidence.get("target")), one.evidence.get("period"))
        if of is None or not told.is_told_of_segment(code, of, self.viewer):
            withhold(one)
            return
        if not told.may_compare(code, of, self.viewer) or of.run.run_at > one.raised_at:
            name = one.evidence.get("segment", code)
            one.summary = f"{of.target.outcome.name}, {of.period.code}: {flag_words.BELOW_THE_OTHERS.format(name)}"
        parked, records = told.compared(code, of, self.viewer) if self.whole else (None, [])
        if parked is not None:
            fresh = proof.parking(of, parked, records, self.viewer)
            one.evidence = agreed(one.evidence, fresh)

    def starts(self, one: Finding) -> None:
        """Numbers of starts are told where nobody can subtract one from what the tables show."""
        if flag_words.FEW in one.summary:
            withhold(one)
            return
        rows = one.evidence.get("periods") or []
        started = [row.get("started") for row in rows]
        rule = self.viewer.hidden.rules.other
        numbers = [number for number in started if isinstance(number, int)]
        if len(numbers) == len(rows) and beside.stand_apart(shown.runs(numbers), rule, self.viewer):
            return
        one.summary = flag_words.WITHOUT_COUNTS[Flag.Kind.STARTS]
        hidden = {"started": NOT_SHOWN, "started_so_far": NOT_SHOWN}
        one.evidence = one.evidence | {"periods": [row | hidden for row in rows]}

    def too_few(self, one: Finding) -> None:
        """That fewer than the threshold are there is a small count itself."""
        withhold(one)


def withhold(one: Finding) -> None:
    """Leave of the finding only that there is one."""
    one.withheld = True
    one.title, one.summary, one.severity, one.evidence = WITHHELD, WHY_WITHHELD, "", {}


DECIDED_BY: Mapping[str, Callable[[_Reader, Finding], None]] = {
    Flag.Kind.OFF_TRACK: _Reader.off_track,
    Flag.Kind.PARKING: _Reader.parking,
    Flag.Kind.STARTS: _Reader.starts,
    Flag.Kind.TOO_FEW: _Reader.too_few,
}


def agreed(frozen: Mapping[str, Any], fresh: Mapping[str, Any]) -> Evidence:
    """What was frozen, as far as the same figures are shown now; rows of a table are matched by period or by name."""
    kept: Evidence = {}
    alike = True
    for name, value in frozen.items():
        if name in WORDS:
            kept[name] = value
        elif isinstance(value, list):
            rows = {_key(row): row for row in fresh.get(name) or [] if isinstance(row, Mapping)}
            kept[name] = [agreed(row, rows.get(_key(row), {})) for row in value if isinstance(row, Mapping)]
        elif fresh.get(name) == value:
            kept[name] = value
        else:
            alike = False
    if alike:
        return kept
    is_hidden = NOT_SHOWN in (fresh.get("achieved"), fresh.get("people"))
    tables = {name: value for name, value in kept.items() if isinstance(value, list) or name in WORDS}
    return tables | {("people" if "name" in frozen else "achieved"): NOT_SHOWN if is_hidden else CHANGED}


def _key(row: Mapping[str, Any]) -> object:
    return row.get("period") or row.get("name")


def _without_hidden_names(frozen: Mapping[str, Any], of: Measurement, viewer: Audience) -> Evidence:
    """Without the patterns that name an agent, or a segment, whose figures are not shown."""
    names = proof.hidden_names(of, viewer)
    patterns = [
        row
        for row in frozen.get("what_the_pattern_suggests") or []
        if not any(f"“{name}”" in str(row.get("what_is_seen")) for name in names)
    ]
    rest = {name: value for name, value in frozen.items() if name != "what_the_pattern_suggests"}
    return rest | ({"what_the_pattern_suggests": patterns} if patterns else {})
