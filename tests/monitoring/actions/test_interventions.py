from datetime import date, timedelta

import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry
from monitoring.actions import interventions, pack_interventions
from monitoring.models import Intervention, InterventionReply
from stages.actions.pack_errors import PackError
from tests import builders
from tests.monitoring import intervening, scenes
from tests.monitoring.scenes import NOW, Scene

LATER = NOW + timedelta(days=7)
DAY = date(2026, 3, 31)


def begun(scene: Scene, **fields: object) -> Intervention:
    return intervening.begun(scene.programme, scene.north, by=scene.commissioner, at=NOW, **fields)


def step(scene: Scene, one: Intervention, level: int, *, day: date | None = DAY, reason: str = "No change.") -> None:
    interventions.step(intervention=one, level=level, reason=reason, look_again_on=day, by=scene.commissioner, at=LATER)


def levels(one: Intervention) -> list[int]:
    return list(one.steps.order_by("pk").values_list("level", flat=True))


def test_steps_lead_up_one_by_one_and_down_to_routine_which_ends_it(scene: Scene) -> None:
    one = begun(scene)
    for level in (3, 4, 2, 1):
        step(scene, one, level)
    one.refresh_from_db()
    assert levels(one) == [2, 3, 4, 2, 1]
    assert one.ended_at == LATER
    assert AuditEntry.objects.filter(action="monitoring.intervention.step").count() == 5
    with pytest.raises(Refused, match="has ended"):
        step(scene, one, 2)
    assert begun(scene).number == 2


@pytest.mark.parametrize(
    ("level", "day", "reason", "told"),
    [
        (2, DAY, "Why", "on this level already"),
        (4, DAY, "Why", "one level at a time: next comes “Informal, by a senior manager”"),
        (3, DAY, " ", "Enter the reason"),
        (3, None, "Why", "Enter a day after today"),
        (3, NOW.date(), "Why", "Enter a day after today"),
    ],
)
def test_a_step_that_cannot_be_is_refused(scene: Scene, level: int, day: date | None, reason: str, told: str) -> None:
    one = begun(scene)
    with pytest.raises(Refused, match=told):
        step(scene, one, level, day=day, reason=reason)
    assert levels(one) == [2]


def test_only_a_critical_finding_goes_further_than_the_first_level(scene: Scene) -> None:
    with pytest.raises(Refused, match="one level at a time"):
        begun(scene, level=4)
    finding = builders.finding(scene.programme, severity="critical")
    assert begun(scene, level=4, finding=finding).steps.get().level == 4


def test_an_agent_has_one_intervention_at_a_time_and_others_have_none(scene: Scene) -> None:
    begun(scene)
    with pytest.raises(Refused, match="is under way"):
        begun(scene)
    with pytest.raises(Refused, match="no agent of this contract"):
        intervening.begun(scene.programme, builders.organisation("Other"), by=scene.commissioner, at=NOW)


def test_agents_and_members_of_the_body_take_no_steps(scene: Scene) -> None:
    for who in (scene.for_north, scene.member, builders.user()):
        with pytest.raises(Forbidden):
            intervening.begun(scene.programme, scene.north, by=who, at=NOW)


def test_the_plan_is_the_agents_and_is_finished_before_routine(scene: Scene) -> None:
    measure = intervening.promised(scene.programme, scene.north, by=scene.commissioner, at=NOW)
    one = measure.intervention
    with pytest.raises(Refused, match="holds something that is not done"):
        step(scene, one, 1)
    with pytest.raises(Refused, match="Enter what was done"):
        interventions.fulfil(measure=measure, note=" ", by=scene.for_north, at=LATER)
    interventions.fulfil(measure=measure, note="Both have begun.", by=scene.for_north, at=LATER)
    with pytest.raises(Refused, match="done already"):
        interventions.fulfil(measure=measure, note="Again.", by=scene.for_north, at=LATER)
    step(scene, one, 1)
    with pytest.raises(Refused, match="does not speak for"):
        interventions.promise(
            intervention=begun(scene), what="More", owner=scene.member, due_on=DAY, by=scene.commissioner, at=LATER
        )


def test_both_sides_answer_and_another_agent_does_not(scene: Scene) -> None:
    one = begun(scene)
    for who in (scene.for_north, scene.member, scene.commissioner):
        interventions.reply(intervention=one, text="Our people are off sick.", by=who, at=LATER)
    answers = InterventionReply.objects.order_by("pk").values_list("is_agent", flat=True)
    assert list(answers) == [True, False, False]
    rival = builders.member(scene.programme, "agent", organisation=scene.south)
    for refused in (rival, builders.member(scene.programme, "analyst")):
        with pytest.raises(Forbidden):
            interventions.reply(intervention=one, text="Well.", by=refused, at=LATER)


def test_everything_travels_in_a_pack(scene: Scene) -> None:
    measure = intervening.promised(scene.programme, scene.north, by=scene.commissioner, at=NOW)
    one = measure.intervention
    interventions.reply(intervention=one, text="We will.", by=scene.for_north, at=LATER)
    interventions.fulfil(measure=measure, note="Both have begun.", by=scene.for_north, at=LATER)
    step(scene, one, 1)
    section = pack_interventions.export(scene.programme)
    assert [row["kind"] for row in section] == ["step", "promise", "done", "reply", "step"]
    other = scenes.scene()
    people = {scene.commissioner.email: other.commissioner.email, scene.for_north.email: other.for_north.email}
    moved = [
        {name: people.get(value, value) if isinstance(value, str) else value for name, value in row.items()}
        | ({"agent": other.north.code} if "agent" in row else {})
        for row in section
    ]
    pack_interventions.load(programme=other.programme, section=moved, by=builders.system(), at=LATER)
    assert pack_interventions.export(other.programme) == moved
    with pytest.raises(PackError, match="no step of intervention 7"):
        pack_interventions.load(
            programme=other.programme, section=[moved[3] | {"number": 7}], by=builders.system(), at=LATER
        )
