"""The history in a pack: visits and findings, replayed in the order of their moments.

The gates of a pack were decided where it comes from: they are recorded, with what their criteria said there, and not
judged again. The order of the framework is judged: a history that could not have been is refused.
"""

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import User
from stages.actions import falls, findings, gates, pack_people, pauses, visits
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.domain import criteria
from stages.domain.falls import Fallen
from stages.models import CorrectiveAction, Finding, FindingReply, Programme, StageVisit
from stages.selectors import gates as gates_selector
from stages.selectors import visits as visits_selector

Row = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Event:
    """One act of the history. `closes` is the stage whose first visit it closes, otherwise 0."""

    at: datetime
    path: str
    run: Callable[[], object]
    closes: int = 0


@dataclasses.dataclass(frozen=True)
class History:
    """What is needed to turn the rows of a pack into acts."""

    programme: Programme
    by: User
    at: datetime

    def _person(self, email: str | None, path: str) -> User:
        return pack_people.person(email, self.by, path)

    def of_visits(self, rows: list[Row]) -> Iterator[Event]:
        for index, row in enumerate(rows):
            path = f"stage_records/visits/{index}"
            if row["number"] > 1:
                yield self._event(row.get("opened_at"), path, self._reopen, row)
            for place, word in enumerate(row.get("confirmations", ())):
                yield self._event(word.get("at"), f"{path}/confirmations/{place}", self._confirm, row, word)
            for place, request in enumerate(row.get("requests", ())):
                yield from self._of_request(row, request, f"{path}/requests/{place}")
            for place, pause in enumerate(row.get("pauses", ())):
                if pause.get("resumed_at"):
                    yield self._event(pause["resumed_at"], f"{path}/pauses/{place}", self._pause, row, pause)
            if row.get("closed_at"):
                event = self._event(row["closed_at"], path, self._close, row)
                yield dataclasses.replace(event, closes=row["stage"] if row["number"] == 1 else 0)
            for place, fall in enumerate(row.get("falls", ())):
                yield self._event(
                    fall.get("questioned_at") or fall["at"], f"{path}/falls/{place}", self._fall, row, fall
                )

    def _event(self, when: str | None, path: str, act: Callable[..., object], *rows: Row) -> Event:
        return Event(moment(when, self.at), path, functools.partial(act, *rows, path))

    def _reopen(self, row: Row, path: str) -> None:
        number = row.get("finding")
        finding = Finding.objects.filter(programme=self.programme, number=number).first() if number else None
        if number and finding is None:
            raise PackError(f"{path}/finding", f"Finding {number} was not raised by then.", "Correct its dates.")
        visit = visits.open_stage(
            programme=self.programme,
            stage=row["stage"],
            because=row.get("because") or "Reopened.",
            by=self._person(row.get("opened_by"), f"{path}/opened_by"),
            at=moment(row.get("opened_at"), self.at),
            finding=finding,
        )
        if visit.number != row["number"]:
            raise PackError(f"{path}/number", f"This is visit {visit.number} of stage {visit.stage}.", "Number it so.")

    def _open_visit(self, row: Row, path: str) -> StageVisit:
        visit = visits_selector.open_visit(self.programme, row["stage"])
        if visit is None or visit.number != row["number"]:
            raise PackError(
                path,
                f"Visit {row['number']} of stage {row['stage']} is not open at that moment.",
                "A stage opens when all before it have been closed once; put the visits' dates in that order.",
            )
        return visit

    def _confirm(self, row: Row, word: Row, path: str) -> None:
        """Words on what people once confirmed and the records now say are left out: the records speak."""
        if criteria.is_computed(row["stage"], word["criterion"]):
            return
        gates.confirm(
            visit=self._open_visit(row, path),
            criterion=word["criterion"],
            holds=word.get("holds", True),
            evidence=word["evidence"],
            by=self._person(word.get("by"), f"{path}/by"),
            at=moment(word.get("at"), self.at),
        )

    def _of_request(self, row: Row, request: Row, path: str) -> Iterator[Event]:
        yield self._event(request["at"], path, self._ask, row, request)
        if request.get("sent_back_at"):
            yield self._event(request["sent_back_at"], path, self._send_back, row, request)

    def _ask(self, row: Row, request: Row, path: str) -> None:
        gates.ask(
            visit=self._open_visit(row, path),
            note=request.get("note", ""),
            by=self._person(request.get("by"), f"{path}/by"),
            at=moment(request["at"], self.at),
        )

    def _send_back(self, row: Row, request: Row, path: str) -> None:
        waiting = gates_selector.waiting_request(self._open_visit(row, path))
        if waiting is None:
            raise PackError(path, "No request for this gate waits at that moment.", "Correct the moments.")
        because = request.get("sent_back_because") or "Sent back."
        visits.send_back(
            subject=waiting,
            rationale=because,
            by=self._person(request.get("sent_back_by"), f"{path}/sent_back_by"),
            at=moment(request["sent_back_at"], self.at),
        )

    def _pause(self, row: Row, pause: Row, path: str) -> None:
        """A pause and its end are one act, so that no record of the pack falls into it."""
        programme, stage = self.programme, self._open_visit(row, path).stage
        pauses.pause(
            programme=programme,
            stage=stage,
            because=pause["because"],
            by=self._person(pause.get("by"), f"{path}/by"),
            at=moment(pause.get("at"), self.at),
        )
        if pause.get("resumed_at"):
            pauses.resume(
                programme=programme,
                stage=stage,
                because=pause.get("resumed_because") or "Resumed.",
                by=self._person(pause.get("resumed_by"), f"{path}/resumed_by"),
                at=moment(pause["resumed_at"], self.at),
            )

    def pause_again(self, rows: list[Row]) -> None:
        """The pauses in which stages still stand: last of all, once every record of the pack is loaded."""
        for index, row in enumerate(rows):
            for place, pause in enumerate(row.get("pauses", ())):
                if not pause.get("resumed_at"):
                    self._pause(row, pause, f"stage_records/visits/{index}/pauses/{place}")

    def _fall(self, row: Row, fall: Row, path: str) -> None:
        visit = visits_selector.visit_of(self.programme, row["stage"], row["number"])
        code, said_then = fall["criterion"], fall.get("said_then", "")
        falls.bring_in(
            visit=visit,
            fallen=Fallen(code, fall.get("rule", code), said_then, fall["says_now"]),
            finding=self._finding({"number": fall["finding"]}, path) if fall.get("finding") else None,
            held_again_at=moment(fall["held_again_at"], self.at) if fall.get("held_again_at") else None,
            by=self._person(fall.get("by"), f"{path}/by"),
            at=moment(fall["at"], self.at),
        )

    def _close(self, row: Row, path: str) -> None:
        visits.close_decided_elsewhere(
            visit=self._open_visit(row, path),
            by=self.by,
            closed_by=self._person(row.get("closed_by"), f"{path}/closed_by"),
            at=moment(row["closed_at"], self.at),
            decision=row.get("decision") or "Decided before the programme was brought into this system.",
            criteria=row.get("criteria"),
        )

    def of_findings(self, rows: list[Row]) -> Iterator[Event]:
        for index, row in enumerate(rows):
            path = f"stage_records/findings/{index}"
            yield self._event(row["raised_at"], path, self._raise, row)
            for reply in row.get("replies", ()):
                yield self._event(reply["at"], path, self._reply, row, reply)
            for action in row.get("actions", ()):
                yield self._event(action["at"], path, self._action, row, action)
                if action.get("done_at"):
                    yield self._event(action["done_at"], path, self._done, row, action)
                for check in action.get("effect_checks", ()):
                    yield self._event(check["at"], path, self._check, row, action, check)
            if row.get("closed_at"):
                yield self._event(row["closed_at"], path, self._close_finding, row)

    def _raise(self, row: Row, path: str) -> None:
        finding, _created = findings.raise_finding(
            programme=self.programme,
            key=row["key"],
            title=row["title"],
            summary=row["summary"],
            source=row["source"],
            severity=row["severity"],
            evidence=dict(row.get("evidence", {})),
            stages=[(one["stage"], one["why"]) for one in row["stages"]],
            by=self._person(row.get("raised_by"), f"{path}/raised_by"),
            at=moment(row["raised_at"], self.at),
        )
        if finding.number != row["number"]:
            raise PackError(f"{path}/number", f"This is finding {finding.number} in order of time.", "Number it so.")

    def _finding(self, row: Row, path: str) -> Finding:
        finding = Finding.objects.filter(programme=self.programme, number=row["number"]).first()
        if finding is None:
            raise PackError(path, "Something follows the finding before it is raised.", "Correct the moments.")
        return finding

    def _reply(self, row: Row, reply: Row, path: str) -> None:
        finding, by = self._finding(row, path), self._person(reply.get("by"), f"{path}/replies")
        at = moment(reply["at"], self.at)
        if reply["kind"] == FindingReply.Kind.COMMENT:
            findings.reply(finding=finding, text=reply["text"], by=by, at=at)
        elif reply["kind"] == FindingReply.Kind.ACCEPTED:
            findings.accept(subject=finding, rationale=reply["text"], by=by, at=at)
        else:
            findings.dismiss(subject=finding, rationale=reply["text"], by=by, at=at)

    def _action(self, row: Row, action: Row, path: str) -> None:
        findings.add_action(
            finding=self._finding(row, path),
            what=action["what"],
            owner=self._person(action["owner"], f"{path}/actions/owner"),
            due_on=date.fromisoformat(action["due_on"]),
            by=self._person(action.get("by"), f"{path}/actions/by"),
            at=moment(action["at"], self.at),
        )

    def _found_action(self, row: Row, action: Row, path: str) -> CorrectiveAction:
        actions = self._finding(row, path).actions.filter(what=action["what"])
        found = actions.select_related("finding__programme").first()
        if found is None:
            raise PackError(f"{path}/actions", "An action is done before it is agreed.", "Correct the moments.")
        return found

    def _done(self, row: Row, action: Row, path: str) -> None:
        by = self._person(action.get("done_by"), f"{path}/actions/done_by")
        found = self._found_action(row, action, path)
        note = action.get("done_note") or "Done."
        findings.mark_done(action=found, note=note, by=by, at=moment(action["done_at"], self.at))

    def _check(self, row: Row, action: Row, check: Row, path: str) -> None:
        findings.check_effect(
            action=self._found_action(row, action, path),
            effect=check["effect"],
            note=check["note"],
            by=self._person(check.get("by"), f"{path}/actions/effect_checks/by"),
            at=moment(check["at"], self.at),
        )

    def _close_finding(self, row: Row, path: str) -> None:
        by = self._person(row.get("closed_by"), f"{path}/closed_by")
        note = row.get("closing_note") or "Closed."
        findings.close(finding=self._finding(row, path), note=note, by=by, at=moment(row["closed_at"], self.at))


def events(history: History, visit_rows: list[Row], finding_rows: list[Row]) -> list[Event]:
    """Every act, in the order of its moment; acts of one moment in the order of the pack, findings first."""
    found = [*history.of_findings(finding_rows), *history.of_visits(visit_rows)]
    return sorted(found, key=lambda event: event.at)
