"""Random histories of a programme, legal and illegal acts mixed, through the real actions and the database.

After every act the invariants of docs/stages.md are looked at; each has the name that it has there.
"""

import dataclasses
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from django.conf import settings as django_settings
from django.db import models, transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.errors import Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import falls, findings, gates, pauses, visits
from stages.domain import criteria
from stages.domain.framework import NUMBERS
from stages.models import (
    CorrectiveAction,
    CriterionFall,
    EffectCheck,
    Finding,
    FindingReply,
    GateConfirmation,
    GateRequest,
    Programme,
    StagePause,
    StageResumption,
    StageVisit,
)
from stages.selectors import stage_history, tracker
from tests import builders
from tests.stages import tables

Values = dict[str, Any]
KEPT: dict[type[models.Model], str] = {
    StageVisit: "programme",
    GateRequest: "visit__programme",
    GateConfirmation: "visit__programme",
    Finding: "programme",
    FindingReply: "finding__programme",
    CorrectiveAction: "finding__programme",
    EffectCheck: "action__finding__programme",
    CriterionFall: "visit__programme",
    StagePause: "visit__programme",
    StageResumption: "pause__visit__programme",
}
TOLD = ("stages.visit.", "stages.gate.", "stages.finding.", "stages.action.", "stages.fall.")
STAGE = st.sampled_from(NUMBERS)
COMMISSIONER, BODY = 0, 1
WORDS = st.sampled_from(["Looked at again.", "As the minutes say.", "Agreed by all.", "Seen.", "  "])
EFFECTS = st.sampled_from([str(value) for value in EffectCheck.Effect.values])


@dataclasses.dataclass(frozen=True)
class Seen:
    """Every row of the history and the audit trail of the programme, at one moment."""

    rows: dict[type[models.Model], dict[int, Values]]
    audit: tuple[str, ...]

    @property
    def told(self) -> int:
        return sum(action.startswith(TOLD) for action in self.audit)

    def changed_since(self, before: "Seen") -> int:
        return sum(before.rows[kind].get(key) != row for kind, found in self.rows.items() for key, row in found.items())


def look(programme: Programme) -> Seen:
    rows = {
        kind: {row["id"]: row for row in kind._default_manager.filter(**{where: programme}).order_by("pk").values()}
        for kind, where in KEPT.items()
    }
    audit = AuditEntry.objects.filter(programme=programme.slug).order_by("pk").values_list("action", flat=True)
    return Seen(rows, tuple(audit))


def criteria_said(programme: Programme, stage: int) -> list[Values]:
    """What the criteria said when the stage was last closed."""
    last = StageVisit.objects.closed().filter(programme=programme, stage=stage).order_by("-number").first()
    return last.criteria if last else []


class Histories(RuleBasedStateMachine):
    """A programme, its people, and what they try."""

    @initialize(stage=st.sampled_from([1, 1, 2, 4, 5]))
    def begin(self, stage: int) -> None:
        self.programme = builders.programme_at_stage(stage)
        self.people = [
            builders.member(self.programme, role)
            for role in (Role.COMMISSIONER, Role.EXPERT_BODY, Role.VERIFIER, Role.AGENT)
        ]
        self.filled: set[int] = set()
        tables.MISSING.clear()
        self.now = builders.later(days=1)
        self.before = self.seen = look(self.programme)
        self.refused = False
        self.kept: list[tuple[datetime, list[object]]] = []

    def attempt(self, act: Callable[..., object], who: int, **given: Any) -> None:
        """Let somebody try; being refused is as good as being allowed."""
        self.now += timedelta(hours=7)
        self.before, self.refused = self.seen, False
        try:
            act(by=self.people[who], at=self.now, **given)
        except Refused:
            self.refused = True
        self.seen = look(self.programme)
        self.nothing_is_lost()
        self.a_refusal_changes_nothing()
        self.one_audit_row_a_change()

    def pick(self, kind: type[models.Model], at: int) -> Any:
        found = kind._default_manager.filter(**{KEPT[kind]: self.programme}).order_by("-pk")
        return found[at % len(found)] if found else None

    who = st.sampled_from([0, 0, 1, 1, 1, 2, 3])

    @rule(who=who, stage=STAGE)
    def prepare(self, who: int, stage: int) -> None:
        """Write everything that the gate of the stage asks for, as far as its own records go."""
        visit = StageVisit.objects.open().filter(programme=self.programme, stage=stage).first()

        def write(by: User, at: datetime) -> None:
            if visit is None:
                return
            with transaction.atomic():  # many acts of many people: all of them, or none
                if stage in {1, 2, 3} and stage not in self.filled:
                    records: Any = builders.stage_1_records if stage == 1 else builders.selection_records
                    records(self.programme, *([] if stage == 1 else [stage]), at=at)
                builders.confirm_all(visit, at=at)
            self.filled.add(stage)

        self.attempt(write, who)

    @rule(who=who, stage=STAGE, at=st.integers(0, 9), holds=st.booleans(), evidence=WORDS)
    def confirm(self, who: int, stage: int, at: int, holds: bool, evidence: str) -> None:
        codes = [row.code for row in criteria.of_stage(stage)]
        visit = StageVisit.objects.filter(programme=self.programme, stage=stage).order_by("-number").first()
        if visit is not None:
            given = {"criterion": codes[at % len(codes)], "holds": holds, "evidence": evidence}
            self.attempt(gates.confirm, who, visit=visit, **given)

    @rule(who=who, stage=STAGE)
    def ask(self, who: int, stage: int) -> None:
        self.attempt(gates.ask_now, who, programme=self.programme, stage=stage, note="Ready")

    @rule(who=who, stage=STAGE, at=st.integers(0, 2), words=WORDS)
    def decide(self, who: int, stage: int, at: int, words: str) -> None:
        found = StageVisit.objects.filter(programme=self.programme, stage=stage).order_by("-number")
        if found:
            self.attempt(visits.close_stage, who, visit=found[at % len(found)], decision=words)

    @rule(at=st.integers(0, 9))
    def pass_a_gate(self, at: int) -> None:
        """The usual course, by those who may, so that walks get far."""
        found = StageVisit.objects.open().filter(programme=self.programme).order_by("pk")
        visit = found[at % len(found)] if found else None
        if visit is not None:
            self.prepare(COMMISSIONER, visit.stage)
            self.attempt(visits.close_stage, BODY, visit=visit, decision="It holds.")

    @precondition(lambda self: bool(self.seen.rows[Finding]))
    @rule(at=st.integers(0, 9), does=st.booleans(), looks=st.booleans(), agrees=st.booleans())
    def see_a_finding_through(self, at: int, does: bool, looks: bool, agrees: bool) -> None:
        """The usual course of a finding, by those who may; sometimes a part of it is left out."""
        finding = self.pick(Finding, at)
        self.attempt(findings.answer, BODY, finding=finding, answer="reopen", rationale="It is true.")
        given = {"what": "Ask them", "owner": self.people[COMMISSIONER], "due_on": self.now.date() + timedelta(days=9)}
        if agrees:
            self.attempt(findings.add_action, BODY, finding=finding, **given)
        for action in finding.actions.all():
            if does:
                self.attempt(findings.mark_done, COMMISSIONER, action=action, note="Asked.")
            if looks:
                self.attempt(findings.check_effect, BODY, action=action, effect="worked", note="Seen in the figures.")
        self.attempt(findings.close, BODY, finding=finding, note="Ask earlier.")

    @precondition(lambda self: bool(self.seen.rows[GateRequest]))
    @rule(who=who, at=st.integers(0, 9), passes=st.booleans(), words=WORDS)
    def answer_the_request(self, who: int, at: int, passes: bool, words: str) -> None:
        act = visits.close_decided if passes else visits.send_back
        self.attempt(act, who, subject=self.pick(GateRequest, at), rationale=words)

    @rule(who=who, stage=STAGE, words=WORDS, first=st.booleans())
    def open_again(self, who: int, stage: int, words: str, first: bool) -> None:
        if first:
            self.attempt(visits.open_stage, who, programme=self.programme, stage=stage, because=words)
        else:
            self.attempt(visits.reopen, who, programme=self.programme, stage=stage, because=words, finding=None)

    @rule(
        who=who,
        stages=st.lists(STAGE, min_size=1, max_size=2),
        severity=st.sampled_from([str(value) for value in Finding.Severity.values]),
        key=st.integers(0, 5),
    )
    def raise_finding(self, who: int, stages: list[int], severity: str, key: int) -> None:
        self.attempt(
            findings.raise_finding,
            who,
            programme=self.programme,
            key=f"seen:{key}",
            title="Fewer than expected",
            summary="Counted twice.",
            source=Finding.Source.VERIFICATION,
            severity=severity,
            evidence={"actual": key},
            stages=[(stage, "It may rest on this stage.") for stage in stages],
        )

    @precondition(lambda self: bool(self.seen.rows[Finding]))
    @rule(who=who, at=st.integers(0, 9), answer=st.sampled_from(["accept", "reopen", "dismiss"]), words=WORDS)
    def answer_the_finding(self, who: int, at: int, answer: str, words: str) -> None:
        self.attempt(findings.answer, who, finding=self.pick(Finding, at), answer=answer, rationale=words)

    @precondition(lambda self: bool(self.seen.rows[Finding]))
    @rule(who=who, at=st.integers(0, 9), days=st.integers(-1, 40), owner=st.integers(0, 3))
    def agree_an_action(self, who: int, at: int, days: int, owner: int) -> None:
        due_on = self.now.date() + timedelta(days=days)
        given = {"finding": self.pick(Finding, at), "what": "Ask them", "owner": self.people[owner], "due_on": due_on}
        self.attempt(findings.add_action, who, **given)

    @precondition(lambda self: bool(self.seen.rows[CorrectiveAction]))
    @rule(who=who, at=st.integers(0, 9), words=WORDS)
    def do_an_action(self, who: int, at: int, words: str) -> None:
        self.attempt(findings.mark_done, who, action=self.pick(CorrectiveAction, at), note=words)

    @precondition(lambda self: bool(self.seen.rows[CorrectiveAction]))
    @rule(who=who, at=st.integers(0, 9), effect=EFFECTS, words=WORDS)
    def check_an_effect(self, who: int, at: int, effect: str, words: str) -> None:
        self.attempt(findings.check_effect, who, action=self.pick(CorrectiveAction, at), effect=effect, note=words)

    @precondition(lambda self: bool(self.seen.rows[Finding]))
    @rule(who=who, at=st.integers(0, 9), words=WORDS)
    def close_a_finding(self, who: int, at: int, words: str) -> None:
        self.attempt(findings.close, who, finding=self.pick(Finding, at), note=words)

    @rule(who=who, is_seated=st.booleans(), questions=st.booleans(), stage=STAGE)
    def look_again(self, who: int, is_seated: bool, questions: bool, stage: int) -> None:
        """The Expert Body loses a member or finds one; then somebody looks at the closed stages, or questions one."""
        tables.MISSING[:] = [] if is_seated else ["Nobody sits for service users."]
        if questions:
            codes = [row["code"] for row in criteria_said(self.programme, stage)]
            given = {"stage": stage, "criterion": codes[-1] if codes else "body_seated"}
            self.attempt(falls.raise_finding, who, programme=self.programme, **given)
            given = {"stage": 3, "criterion": "body_seated"}
            self.attempt(falls.raise_finding, who, programme=self.programme, **given)
        else:
            self.attempt(falls.look_again, who, programme=self.programme)

    @rule(who=who, at=st.integers(0, 9), goes_on=st.booleans(), words=WORDS)
    def pause_or_resume(self, who: int, at: int, goes_on: bool, words: str) -> None:
        open_now = StageVisit.objects.open().filter(programme=self.programme).order_by("pk")
        stage = open_now[at % len(open_now)].stage if open_now else 1
        act = pauses.resume if goes_on else pauses.pause
        self.attempt(act, who, programme=self.programme, stage=stage, because=words)

    @rule()
    def remember(self) -> None:
        """Keep what the history says now, to be compared with what it will say of now."""
        self.kept.append((self.now, self.history(self.now)))

    def history(self, until: datetime) -> list[object]:
        return [*stage_history.of(self.programme, self.people[0], until=until)]

    # What must hold.

    def by_stage(self) -> dict[int, list[Values]]:
        found: dict[int, list[Values]] = {number: [] for number in NUMBERS}
        for row in self.seen.rows[StageVisit].values():
            found[row["stage"]].append(row)
        return {stage: sorted(rows, key=lambda row: row["number"]) for stage, rows in found.items()}

    @invariant()
    def one_open_visit(self) -> None:
        for rows in self.by_stage().values():
            assert all(row["closed_at"] is not None for row in rows[:-1])

    @invariant()
    def numbers_without_gaps(self) -> None:
        for rows in [*self.by_stage().values(), list(self.seen.rows[Finding].values())]:
            assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))

    @invariant()
    def stages_in_order(self) -> None:
        found = self.by_stage()
        for stage, rows in found.items():
            for before in range(1, min(stage, 5)) if rows else ():
                first = found[before][0]["closed_at"]
                assert first is not None
                assert first <= rows[0]["opened_at"]

    @invariant()
    def what_may_open_is_open(self) -> None:
        found = self.by_stage()
        closed = {stage for stage, rows in found.items() if any(row["closed_at"] for row in rows)}
        for stage in NUMBERS:
            assert bool(found[stage]) == closed.issuperset(range(1, min(stage, 5)))

    @invariant()
    def status_follows_from_visits(self) -> None:
        found = self.by_stage()
        for row in tracker.tracker(self.programme):
            rows = found[row.number]
            is_open = bool(rows) and rows[-1]["closed_at"] is None
            expected = ("reopened" if len(rows) > 1 else "open") if is_open else "closed" if rows else "not_started"
            assert row.status == expected

    @invariant()
    def closed_visits_never_change(self) -> None:
        after = self.seen.rows[StageVisit]
        for key, row in self.before.rows[StageVisit].items():
            assert row["closed_at"] is None or after[key] == row

    @invariant()
    def closed_visits_say_why(self) -> None:
        for row in self.seen.rows[StageVisit].values():
            if row["closed_at"] is None:
                assert row["criteria"] == []
                continue
            assert row["decision"].strip()
            assert all(said["met"] and said["rule"] for said in row["criteria"])
            said = {one["code"] for one in row["criteria"]}
            assert said == {"decided_elsewhere"} or said.issuperset(one.code for one in criteria.of_stage(row["stage"]))

    @invariant()
    def reopenings_have_a_reason(self) -> None:
        raised = {key: row["raised_at"] for key, row in self.seen.rows[Finding].items()}
        for row in self.seen.rows[StageVisit].values():
            assert row["because"].strip()
            assert row["finding_id"] is None or raised[row["finding_id"]] <= row["opened_at"]

    @invariant()
    def one_request_waits(self) -> None:
        waiting = [row["visit_id"] for row in self.seen.rows[GateRequest].values() if row["sent_back_at"] is None]
        assert len(waiting) == len(set(waiting))

    @invariant()
    def words_are_given_while_open(self) -> None:
        rows = self.seen.rows[StageVisit]
        for word in self.seen.rows[GateConfirmation].values():
            visit = rows[word["visit_id"]]
            assert visit["opened_at"] <= word["confirmed_at"]
            assert visit["closed_at"] is None or word["confirmed_at"] <= visit["closed_at"]
            assert word["evidence"].strip()

    @invariant()
    def paused_stages_stand_still(self) -> None:
        ends = {row["pause_id"]: row["resumed_at"] for row in self.seen.rows[StageResumption].values()}
        for key, pause in self.seen.rows[StagePause].items():
            visit = self.seen.rows[StageVisit][pause["visit_id"]]
            spoken = [row for row in self.seen.rows[GateConfirmation].values() if row["visit_id"] == visit["id"]]
            moments = [visit["closed_at"], *(row["confirmed_at"] for row in spoken)]
            until = ends.get(key)
            for moment in moments:
                assert moment is None or moment <= pause["paused_at"] or (until is not None and moment >= until)

    @invariant()
    def findings_close_with_their_effect(self) -> None:
        checked = {row["action_id"] for row in self.seen.rows[EffectCheck].values()}
        answers: dict[int, str] = {}
        for reply in self.seen.rows[FindingReply].values():
            if reply["kind"] != FindingReply.Kind.COMMENT:
                answers[reply["finding_id"]] = reply["kind"]
        for key, row in self.seen.rows[Finding].items():
            actions = [one for one in self.seen.rows[CorrectiveAction].values() if one["finding_id"] == key]
            if row["closed_at"] is not None:
                assert all(one["done_at"] and one["id"] in checked for one in actions)
                assert actions or answers[key] == FindingReply.Kind.DISMISSED

    @invariant()
    def closed_findings_are_left_alone(self) -> None:
        after = self.seen.rows[Finding]
        for key, row in self.before.rows[Finding].items():
            assert row["closed_at"] is None or after[key] == row

    @invariant()
    def falls_are_of_what_held(self) -> None:
        held = {
            (key, said["code"])
            for key, row in self.seen.rows[StageVisit].items()
            for said in row["criteria"]
            if row["closed_at"] and said["met"]
        }
        rows = list(self.seen.rows[CriterionFall].values())
        assert all((row["visit_id"], row["criterion"]) in held for row in rows)
        standing = [(row["visit_id"], row["criterion"]) for row in rows if row["held_again_at"] is None]
        assert len(standing) == len(set(standing))
        raised = [row["finding_id"] for row in rows if row["finding_id"]]
        assert len(raised) == len(set(raised))

    @invariant()
    def nothing_is_lost(self) -> None:
        for kind, rows in self.before.rows.items():
            assert rows.keys() <= self.seen.rows[kind].keys()
        assert self.seen.audit[: len(self.before.audit)] == self.before.audit

    @invariant()
    def a_refusal_changes_nothing(self) -> None:
        assert not self.refused or self.seen == self.before

    @invariant()
    def one_audit_row_a_change(self) -> None:
        assert self.seen.told - self.before.told == self.seen.changed_since(self.before)

    @invariant()
    def the_past_reads_the_same(self) -> None:
        for moment, said in self.kept[-2:]:
            assert self.history(moment) == said


INVARIANTS = frozenset(name for name, one in vars(Histories).items() if hasattr(one, "hypothesis_stateful_invariant"))


@pytest.mark.django_db
def test_whatever_is_tried_every_invariant_holds() -> None:
    walk = settings(
        max_examples=16,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(Histories, settings=walk)


def test_the_page_names_every_invariant_and_no_other() -> None:
    page = (Path(django_settings.BASE_DIR) / "docs/stages.md").read_text(encoding="utf-8")
    named = re.findall(r"^\* \*\*([a-z_]+)\*\*", page, flags=re.MULTILINE)
    assert len(named) == len(set(named))
    assert frozenset(named) == INVARIANTS
