"""Packs: all or nothing, twice changes nothing, out and in again is the same, every problem with its place."""

import copy
import json
from typing import Any

import pytest
from django.conf import LazySettings

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Organisation, User
from stages.actions import memberships, pack_export, packs
from stages.models import Finding, Membership, Programme, StageVisit
from stages.selectors import tracker
from tests import builders

PEOPLE = [
    {"email": "carol@example.org", "name": "Carol", "roles": [{"role": "commissioner", "organisation": "council"}]},
    {"email": "edith@example.org", "name": "Edith", "roles": [{"role": "expert_body", "organisation": None}]},
]
SCORE = {"power": 3, "legitimacy": 3, "urgency": 2, "evidence": "Minutes", "by": "carol@example.org"}
CONTACT = {
    "held_on": "2024-01-02", "how": "meeting", "with_whom": "Head of housing", "said": "They can lend two officers.",
    "by": "carol@example.org", "at": "2024-01-02T17:00:00+00:00",
}  # fmt: skip
PACK: dict[str, Any] = {
    "pack": 1,
    "organisations": [{"code": "council", "name": "Council"}, {"code": "homes", "name": "Homes"}],
    "programme": {"slug": "homes-first", "name": "Homes first", "commissioner": "council", "is_synthetic": True},
    "people": PEOPLE,
    "stage_records": {
        "purpose": {"aim": "Help people who sleep rough into homes they keep.", "why_pbr": "Countable."},
        "stakeholders": [
            {
                "name": "Council",
                "interest": 3,
                "engagement_owner": "carol@example.org",
                "planned_at": "2024-01-03T09:00:00+00:00",
                "scores": [SCORE],
                "contacts": [CONTACT],
            },
        ],
        "practice": [{"scheme": "A", "kind": "good", "happened": "B", "lesson": "C", "source": "D"}],
        "horizon": [
            {
                "item": "New duty",
                "kind": "law",
                "likelihood": "high",
                "expected_on": "2025-04-01",
                "effect": "More",
                "outcome": "Homes kept",
                "answers": [
                    {
                        "answer": "not_yet",
                        "note": "Put off",
                        "new_date": "2025-06-01",
                        "at": "2025-04-02T09:00:00+00:00",
                    },
                    {"answer": "yes", "note": "In force", "finding": 1, "at": "2025-06-02T09:00:00+00:00"},
                ],
            }
        ],
        "challenges": [{"side": "internal", "what": "Old systems", "owner": "carol@example.org"}],
        "baseline": [{"measure": "People", "value": "212", "period": "2025", "source": "Count", "quality": "fair"}],
        "data_access": [
            {"record": "Payroll", "holder": "HMRC", "gateway": "Act 1", "status": "agreed", "measures": "Work"}
        ],
        "appraisals": [{"alternative": "Grant", "conclusion": "Dearer"}],
        "selections": [
            {
                "stage": 2,
                "criteria": [{"code": "finance", "name": "Finance", "weight": "100"}],
                "candidates": [
                    {
                        "organisation": "council",
                        "scores": [{"criterion": "finance", "score": 4, "reason": "Budget"}],
                        "moderated": [{"criterion": "finance", "score": 3, "reason": "Agreed"}],
                        "declarations": [
                            {"has_interest": True, "statement": "I work for it.", "by": "carol@example.org"}
                        ],
                    }
                ],
                "decisions": [
                    {
                        "organisation": "council",
                        "rationale": "Best",
                        "committed_funds": "1000000.00",
                        "overlap": "Published; the auditor decides.",
                    }
                ],
            }
        ],
        "visits": [
            {
                "stage": 1,
                "number": 1,
                "opened_at": "2024-01-01T09:00:00+00:00",
                "closed_at": "2024-02-01T09:00:00+00:00",
            },
            {"stage": 2, "number": 1, "closed_at": "2024-03-01T09:00:00+00:00", "decision": "The board agreed."},
            {"stage": 3, "number": 1, "closed_at": "2024-04-01T09:00:00+00:00"},
            {"stage": 4, "number": 1, "closed_at": "2024-05-01T09:00:00+00:00"},
            {
                "stage": 4,
                "number": 2,
                "opened_at": "2025-01-10T09:00:00+00:00",
                "opened_by": "edith@example.org",
                "because": "Finding 1",
                "finding": 1,
                "closed_at": "2025-03-01T09:00:00+00:00",
            },
        ],
        "findings": [
            {
                "number": 1,
                "key": "target:homes",
                "title": "Homes are lost again",
                "summary": "One in three is lost within six months.",
                "source": "monitoring",
                "severity": "red",
                "evidence": {"actual": "0.66", "low": "0.61", "high": "0.70"},
                "raised_at": "2025-01-09T02:00:00+00:00",
                "raised_by": "monitor@system.invalid",
                "stages": [{"stage": 4, "why": "Sustainment is not paid for."}],
                "replies": [
                    {"kind": "accepted", "text": "Yes", "by": "edith@example.org", "at": "2025-01-10T08:00:00+00:00"}
                ],
                "actions": [
                    {
                        "what": "Pay at six months",
                        "owner": "carol@example.org",
                        "due_on": "2025-03-31",
                        "by": "edith@example.org",
                        "at": "2025-01-11T09:00:00+00:00",
                        "done_at": "2025-02-20T09:00:00+00:00",
                        "done_note": "In the new version",
                        "effect_checks": [
                            {"effect": "worked", "note": "0.78 now", "at": "2025-09-01T09:00:00+00:00"},
                        ],
                    }
                ],
                "closed_at": "2025-09-02T09:00:00+00:00",
                "closing_note": "Pay for what should last.",
            }
        ],
    },
}


@pytest.fixture(autouse=True)
def _no_sections_from_above(settings: LazySettings) -> None:
    settings.PACK_SECTIONS = "tests.stages.tables.PACK_SECTIONS"


def load(document: dict[str, Any], by: User | None = None) -> tuple[Programme, bool]:
    return packs.load(document=document, by=by or builders.system(), at=builders.MOMENT)


def changed(**changes: Any) -> dict[str, Any]:
    """The pack with values set at paths such as `programme__slug`."""
    document = copy.deepcopy(PACK)
    for path, value in changes.items():
        *parts, last = path.split("__")
        place: Any = document
        for part in parts:
            place = place[int(part) if part.isdigit() else part]
        place[int(last) if last.isdigit() else last] = value
    return document


@pytest.mark.django_db
class TestLoading:
    def test_a_whole_history_is_replayed(self) -> None:
        programme, created = load(PACK)
        assert created
        assert [row.status for row in tracker.tracker(programme)] == ["closed"] * 4 + ["open"] * 3
        again = StageVisit.objects.get(programme=programme, stage=4, number=2)
        assert again.finding == Finding.objects.get(programme=programme)
        assert again.opened_by.name == "Edith"
        assert again.finding is not None
        assert again.finding.closed_at is not None
        assert again.finding.raised_by.is_system
        assert programme.stakeholders.get().scores.get().scored_by.name == "Carol"
        assert Membership.objects.filter(programme=programme).count() == 2
        assert AuditEntry.objects.filter(action="stages.pack.load", programme="homes-first").count() == 1

    def test_somebody_who_left_travels_with_the_reason(self) -> None:
        left = {"because": "Closed down", "by": "carol@example.org", "at": "2024-01-20T09:00:00+00:00"}
        stakeholders = [*PACK["stage_records"]["stakeholders"], {"name": "Hostel", "scores": [SCORE], "left": left}]
        programme, _created = load(changed(stage_records__stakeholders=stakeholders))
        exported = pack_export.export(programme=programme, by=builders.system())["stage_records"]["stakeholders"]
        assert exported[1]["left"] == left

    def test_an_alternative_beside_the_purpose_becomes_the_first_appraisal(self) -> None:
        purpose = PACK["stage_records"]["purpose"] | {"alternative": "In house", "alternative_appraisal": "Slower"}
        programme, _created = load(changed(stage_records__purpose=purpose))
        found = programme.appraisals.order_by("pk").values_list("alternative", "conclusion")
        assert list(found) == [("In house", "Slower"), ("Grant", "Dearer")]

    def test_the_same_pack_again_changes_nothing(self) -> None:
        first, _created = load(PACK)
        entries = AuditEntry.objects.count()
        reordered = dict(reversed(list(copy.deepcopy(PACK).items())))
        second, created = load(reordered)
        assert (second.pk, created) == (first.pk, False)
        assert AuditEntry.objects.count() == entries

    def test_another_pack_with_the_same_slug_is_refused(self) -> None:
        load(PACK)
        with pytest.raises(packs.PackRefused, match="programme/slug"):
            load(changed(programme__name="Other"))

    def test_a_pack_without_history_begins_at_stage_1(self) -> None:
        document = changed(stage_records={"purpose": PACK["stage_records"]["purpose"]})
        programme, _created = load(document)
        assert [row.status for row in tracker.tracker(programme)] == ["open"] + ["not_started"] * 6

    def test_records_of_a_later_stage_bring_it_open(self) -> None:
        document = changed(stage_records={"selections": PACK["stage_records"]["selections"]})
        programme, _created = load(document)
        assert [row.status for row in tracker.tracker(programme)][:3] == ["closed", "open", "not_started"]
        assert programme.candidates.count() == 1

    def test_a_person_may_not_load_a_whole_pack(self, stranger: User) -> None:
        with pytest.raises(Forbidden):
            load(PACK, by=stranger)
        assert not Programme.objects.exists()

    def test_export_and_load_elsewhere_give_the_same_pack(self) -> None:
        programme, _created = load(PACK)
        exported = json.loads(json.dumps(pack_export.export(programme=programme, by=builders.system())))
        elsewhere = copy.deepcopy(exported)
        elsewhere["programme"]["slug"] = "elsewhere"
        copied, _created = load(elsewhere)
        again = json.loads(json.dumps(pack_export.export(programme=copied, by=builders.system())))
        assert again["programme"] == {**exported["programme"], "slug": "elsewhere"}
        assert again["stage_records"] == exported["stage_records"]
        assert (again["people"], again["organisations"]) == (exported["people"], exported["organisations"])

    @pytest.mark.parametrize(
        ("email", "ended"),
        [
            ("carol@example.org", {"role": "commissioner", "organisation": "council", "ended": True}),
            ("edith@example.org", {"role": "expert_body", "ended": True}),
            ("anna@example.org", {"role": "agent", "organisation": "homes", "ended": True}),
        ],
    )
    def test_what_people_did_is_loaded_also_when_their_role_has_ended(self, email: str, ended: dict[str, Any]) -> None:
        others = [
            {"email": "anna@example.org", "name": "Anna", "roles": [{"role": "agent", "organisation": "homes"}]},
            {"email": "dora@example.org", "name": "Dora", "roles": [{"role": "commissioner"}]},
        ]
        programme, _created = load(changed(people=[*PEOPLE, *others]))
        for membership in Membership.objects.filter(programme=programme, user__email=email):
            memberships.revoke(membership=membership, by=builders.system(), at=builders.MOMENT)
        exported = json.loads(json.dumps(pack_export.export(programme=programme, by=builders.system())))
        assert [row["roles"] for row in exported["people"] if row["email"] == email] == [[ended]]

        exported["programme"]["slug"] = "elsewhere"
        copied, _created = load(exported)
        again = json.loads(json.dumps(pack_export.export(programme=copied, by=builders.system())))
        assert again == exported
        assert not Membership.objects.filter(programme=copied, user__email=email).exists()

    def test_a_role_that_ended_beside_another_ends_again(self) -> None:
        programme, _created = load(PACK)
        carol = User.objects.get(email="carol@example.org")
        second = memberships.grant(
            programme=programme, user=carol, role="analyst", by=builders.system(), at=builders.MOMENT
        )
        memberships.revoke(membership=second, by=builders.system(), at=builders.MOMENT)
        exported = pack_export.export(programme=programme, by=builders.system())
        exported["programme"]["slug"] = "elsewhere"
        copied, _created = load(json.loads(json.dumps(exported)))
        held = Membership.objects.filter(programme=copied, user=carol).values_list("role", flat=True)
        assert list(held) == ["commissioner"]

    def test_a_pack_that_ends_every_commissioner_is_refused(self) -> None:
        ended = [PEOPLE[0] | {"roles": [{"role": "commissioner", "organisation": "council", "ended": True}]}, PEOPLE[1]]
        with pytest.raises(packs.PackRefused, match="keeps at least one commissioner"):
            load(changed(people=ended))
        assert not Programme.objects.exists()

    def test_what_was_found_of_candidates_travels_with_them(self) -> None:
        found = {"budget_authority": "The cabinet", "funds_available": "2000000.00"}
        chosen = {"organisation": "homes", "rationale": "Best", "standstill_days": 5, "at": "2024-03-10T09:00:00+00:00"}
        shares = [("homes", True, "60.00"), ("council", False, "40.00")]
        third = {
            "stage": 3,
            "candidates": [
                {
                    "organisation": "homes",
                    "consortium": [
                        {"organisation": code, "lead": lead, "work": share, "pay": share, "risk": share}
                        for code, lead, share in shares
                    ],
                }
            ],
            "decisions": [chosen | {"award": {"note": "Nobody objected", "at": "2024-03-16T09:00:00+00:00"}}],
        }
        document = changed(stage_records__selections__0__candidates__0__diligence=found)
        document["stage_records"]["selections"].append(third)
        programme, _created = load(document)
        exported = json.loads(json.dumps(pack_export.export(programme=programme, by=builders.system())))
        second, last = exported["stage_records"]["selections"]
        assert second["candidates"][0]["diligence"].items() >= found.items()
        members = last["candidates"][0]["consortium"]
        assert [(row["organisation"], row["lead"], row["risk"]) for row in members] == shares
        assert last["decisions"][0]["standstill_days"] == 5
        assert last["decisions"][0]["award"]["note"] == "Nobody objected"

    def test_an_award_within_its_standstill_is_refused(self) -> None:
        chosen = {"organisation": "council", "rationale": "Best", "standstill_days": 5, "award": {}}
        document = changed(stage_records__selections__0__decisions=[chosen])
        with pytest.raises(packs.PackRefused, match="standstill lasts until"):
            load(document)


@pytest.mark.django_db
class TestProblems:
    @pytest.mark.parametrize(
        ("changes", "path"),
        [
            ({"pack": 2}, "pack"),
            ({"programme__commissioner": "nobody"}, "programme/commissioner"),
            ({"programme__colour": "red"}, "programme"),
            ({"people__0__roles__0__organisation": "nobody"}, "people/0/roles/0/organisation"),
            ({"stage_records__practice__0__kind": "odd"}, "stage_records/practice/0/kind"),
            ({"stage_records__horizon__0__expected_on": "1 April"}, "stage_records/horizon/0/expected_on"),
            ({"stage_records__selections__0__criteria__0__weight": "90"}, "stage_records"),
            ({"stage_records__selections__0__decisions__0__organisation": "homes"}, "selections/0/decisions/0"),
            ({"stage_records__stakeholders__0__scores__0__by": "x@example.org"}, "stakeholders/0/scores/0/by"),
            ({"stage_records__visits__1__closed_at": "2023-01-01T00:00:00+00:00"}, "stage_records/visits/1"),
            ({"stage_records__visits__0__opened_at": "2024-01-01T09:00:00"}, "programme/created_at"),
            ({"stage_records__visits__1__closed_at": "2024-02-31T09:00:00Z"}, "stage_records"),
            ({"stage_records__visits__4__number": 3}, "stage_records/visits/4/number"),
            ({"stage_records__visits__4__finding": 7}, "stage_records/visits/4/finding"),
            ({"stage_records__findings__0__number": 2}, "stage_records/findings/0/number"),
            ({"programme__name": "A \0 name"}, "programme/name"),
            ({"stage_records__practice__0__lesson": "\ud83d"}, "stage_records/practice/0/lesson"),
            ({"programme__name": "A name without end. " * 100}, "programme"),
        ],
    )
    def test_each_names_its_place_and_nothing_is_loaded(self, changes: dict[str, Any], path: str) -> None:
        with pytest.raises(packs.PackRefused) as refused:
            load(changed(**changes))
        assert any(path in problem.path for problem in refused.value.problems)
        assert all(problem.problem for problem in refused.value.problems)
        assert not Programme.objects.exists()
        assert not Organisation.objects.exists()

    def test_all_problems_of_shape_are_listed_at_once(self) -> None:
        document = changed(stage_records__practice__0__kind="odd", programme__slug="No Spaces")
        with pytest.raises(packs.PackRefused) as refused:
            load(document)
        assert len(refused.value.problems) == 2

    @pytest.mark.parametrize(
        ("text", "words"),
        [(b"\xff\xfe{}", "UTF-8"), (b"{", "line 1, column 2"), (b"[]", "not a pack"), (b"[" * 100_000, "pack")],
    )
    def test_what_is_no_pack_is_refused(self, text: bytes, words: str) -> None:
        with pytest.raises(packs.PackRefused, match=words):
            packs.load_text(text=text, by=builders.system(), at=builders.MOMENT)


@pytest.mark.django_db
class TestBeginningFromAPack:
    def test_only_the_records_of_stage_1_are_taken_and_in_ones_own_name(self, commissioner: User) -> None:
        programme = builders.programme(by=commissioner)
        packs.begin_from(programme=programme, document=PACK, by=commissioner, at=builders.MOMENT)
        stakeholder = programme.stakeholders.get()
        assert stakeholder.scores.get().scored_by == commissioner
        assert stakeholder.engagement_owner is None
        assert not programme.findings.exists()
        assert not programme.candidates.exists()
        assert programme.memberships.get().user == commissioner
