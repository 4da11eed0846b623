from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import Role
from expertbody.actions import pack_voices, voices
from stages.actions import pack_check
from stages.actions.pack_errors import PackRefused
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


def load(programme: Programme, section: Any) -> None:
    pack_voices.load(programme=programme, section=section, by=builders.system(), at=builders.MOMENT)


def told() -> Programme:
    programme = builders.programme_at_stage(5)
    finding = builders.finding(programme)
    action = builders.action(finding)
    voice = builders.voice(programme, by=builders.member(programme, Role.ANALYST))
    builders.voice(programme, stages=(1, 2), outcome="A home that lasts")
    for because in ({"finding": finding}, {"action": action}, {}):
        voices.answer(
            voice=voice, said="One worker a person.", by=builders.system(), at=builders.later(days=40), **because
        )
    return programme


def test_what_was_exported_is_loaded_elsewhere_as_it_was() -> None:
    first = told()
    section = pack_voices.export(first)
    second = builders.programme_at_stage(5)
    builders.action(builders.finding(second))
    load(second, section)
    assert pack_voices.export(second) == section


def test_a_programme_in_which_nobody_was_heard_exports_nothing() -> None:
    assert pack_voices.export(builders.programme()) is None


def row(**changes: Any) -> dict[str, Any]:
    given = {"heard_on": "2026-01-04", "gathered": "survey", "said": "It was late.", "theme": "Waiting", "stages": [5]}
    return given | changes


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ({"finding": 9}, "voices/0/answers/0/finding"),
        ({"finding": 1, "action": "Nothing"}, "voices/0/answers/0/action"),
        ({"by": "nobody@example.org"}, "voices/0/answers/0/by"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(answer: dict[str, Any], place: str) -> None:
    programme = builders.programme_at_stage(5)
    builders.finding(programme)
    with pytest.raises(PackRefused) as refused:
        load(programme, [row(answers=[{"said": "Earlier now."} | answer])])
    assert [problem.path for problem in refused.value.problems] == [place]


def test_the_schema_knows_voices() -> None:
    document = {
        "pack": 1,
        "organisations": [{"code": "north", "name": "North"}],
        "programme": {"slug": "north", "name": "North", "commissioner": "north"},
        "voices": [row(answers=[{"said": "Earlier now.", "finding": 1}])],
    }
    pack_check.check(document)
    with pytest.raises(PackRefused):
        pack_check.check(document | {"voices": [row(gathered="gossip")]})


def test_only_those_who_bring_programmes_in_load_them() -> None:
    programme = builders.programme()
    with pytest.raises(Forbidden):
        pack_voices.load(
            programme=programme, section=[], by=builders.member(programme, Role.ANALYST), at=builders.MOMENT
        )
