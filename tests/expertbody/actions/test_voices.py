from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from expertbody.actions import decisions, voices
from expertbody.models import Voice, VoiceAnswer
from expertbody.selectors import voices as heard
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


def add(programme: Programme, **changes: Any) -> Voice:
    return builders.voice(programme, **changes)


def test_a_voice_is_numbered_kept_and_audited_whether_or_not_its_stages_are_open() -> None:
    programme = builders.programme_at_stage(3)
    by = builders.member(programme, Role.ANALYST)
    voice = add(programme, stages=(5, 1, 1), by=by, outcome=" A home that lasts ")
    assert (voice.number, voice.stages, voice.outcome) == (1, [1, 5], "A home that lasts")
    assert add(programme, by=by).number == 2
    entry = AuditEntry.objects.filter(action="expertbody.voice.add").earliest("pk")
    assert (entry.by, entry.after["stages"]) == (by, [1, 5])


def test_commissioners_analysts_and_who_sits_for_the_service_users_add_voices_and_nobody_else() -> None:
    programme = builders.programme()
    for role in (Role.COMMISSIONER, Role.ANALYST):
        add(programme, by=builders.member(programme, role))
    add(programme, by=builders.seat(programme, "service_users").user)
    others = [builders.member(programme, role) for role in (Role.PRINCIPAL, Role.AGENT, Role.VERIFIER)]
    for by in [*others, builders.seat(programme, "academics").user, builders.user()]:
        with pytest.raises(Forbidden):
            add(programme, by=by)
    assert Voice.objects.count() == 3


def test_who_sat_for_the_service_users_adds_none_after_the_term() -> None:
    programme = builders.programme()
    seat = builders.seat(programme, "service_users", until_date=builders.MOMENT.date())
    with pytest.raises(Forbidden):
        add(programme, by=seat.user)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"said": "Ring 07700 900123"}, "telephone number"),
        ({"theme": "ask me@example.org"}, "email address"),
        ({"outcome": "for AB123456C"}, "National Insurance number"),
        ({"said": " "}, "Enter what was said"),
        ({"theme": " "}, "Enter the theme"),
        ({"stages": ()}, "Select the stages"),
        ({"stages": (8,)}, "Select the stages"),
        ({"heard_on": builders.MOMENT.date() + timedelta(days=9)}, "today or earlier"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(voices.VoiceRefused, match=message):
        add(builders.programme(), **changes)
    assert Voice.objects.count() == 0


def answer(voice: Voice, **changes: Any) -> VoiceAnswer:
    given: dict[str, Any] = {
        "said": "Each person now keeps one worker.",
        "by": builders.system(),
        "at": builders.later(days=40),
    }
    return voices.answer(voice=voice, **(given | changes))


def test_a_voice_is_answered_with_a_decision_a_finding_an_action_or_words_alone_and_audited() -> None:
    programme = builders.programme_at_stage(5)
    by = builders.body(programme)[0].user
    finding = builders.finding(programme)
    decision = decisions.record(
        programme=programme, subject_kind="finding", subject_id=finding.pk, resolution="accept", rationale="It holds.",
        votes_for=3, votes_against=0, abstentions=0, by=by, at=builders.later(days=31),
    )  # fmt: skip
    voice = add(programme)
    answer(voice, decision=decision, by=by)
    answer(voice, finding=finding)
    answer(voice, action=builders.action(finding))
    answer(voice)
    (shown,) = heard.heard([heard.numbered(programme, voice.number)])
    assert [one.because_of for one in shown.answers] == [
        "Decision 1", str(finding), "Raise the price for the harder segment", "",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="expertbody.voice.answer").count() == 4


def test_an_answer_needs_words_one_record_of_this_programme_and_somebody_who_may() -> None:
    programme = builders.programme_at_stage(5)
    voice = add(programme)
    finding = builders.finding(programme)
    with pytest.raises(voices.VoiceRefused, match="Enter what changed"):
        answer(voice, said=" ")
    with pytest.raises(voices.VoiceRefused, match="email address"):
        answer(voice, said="Ask a@b.uk")
    with pytest.raises(voices.VoiceRefused, match="one record only"):
        answer(voice, finding=finding, action=builders.action(finding))
    with pytest.raises(voices.VoiceRefused, match="another programme"):
        answer(voice, finding=builders.finding(builders.programme_at_stage(5)))
    with pytest.raises(Forbidden):
        answer(voice, by=builders.member(programme, Role.ANALYST))
    assert VoiceAnswer.objects.count() == 0


def test_neither_a_voice_nor_an_answer_is_ever_changed() -> None:
    voice = add(builders.programme())
    made = answer(voice)
    for row in (voice, made):
        row.said = "Something else."
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(update_fields=["said"])
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
