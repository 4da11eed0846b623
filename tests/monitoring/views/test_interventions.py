"""The pages of interventions, as the commissioner, the agent and others use them."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import User
from dashboards.actions import reminding
from dashboards.selectors import calendar_days, viewer, work
from monitoring.actions import interventions, monitor
from monitoring.models import Flag, Intervention, PlanMeasure
from notifications.domain import channels
from notifications.models import Notice
from stages.actions import memberships
from stages.models import Membership
from tests import builders
from tests.monitoring import intervening, scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene

IN_A_MONTH = (now() + timedelta(days=30)).date()


def url(scene: Scene, name: str, *parts: object) -> str:
    return reverse(f"monitoring:intervention_{name}", args=[scene.programme.slug, *parts])


def post(client: Client, user: User, address: str, **given: object) -> str:
    client.force_login(user)
    return client.post(address, given, follow=True).content.decode()


def test_from_a_flag_to_a_first_step_a_plan_an_answer_and_back_to_routine(client: Client, db: None) -> None:
    scene = scenes.scene(targets=[{**scenes.RATE, "agent": "northway"}])
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    flag = Flag.objects.filter(kind="off_track").latest("pk")
    client.force_login(scene.commissioner)
    flags = client.get(reverse("monitoring:flag_list", args=[scene.programme.slug])).content.decode()
    begin = f"{url(scene, 'begin')}?flag={flag.pk}"
    assert begin in flags
    form = client.get(begin).content.decode()
    assert 'value="northway" selected' in form
    assert "people had achieved it" in form
    page = post(client, scene.commissioner, begin, agent="northway", level=2, reason="Two quarters were off track.")
    assert "Enter a day after today" in page
    page = post(
        client, scene.commissioner, begin, agent="northway", level=2, reason="Off track.", look_again_on=str(IN_A_MONTH)
    )
    assert "Informal, by the performance manager" in page
    one = Intervention.objects.get()
    assert one.flag == flag
    given = {"what": "Two advisers", "owner": scene.for_north.pk, "due_on": str(IN_A_MONTH)}
    assert "Two advisers" in post(client, scene.for_north, url(scene, "promise", one.number), **given)
    assert "Off sick." in post(client, scene.for_north, url(scene, "reply", one.number), text="Off sick.")
    measure = PlanMeasure.objects.get()
    assert "Begun." in post(client, scene.for_north, url(scene, "fulfil", one.number, measure.pk), note="Begun.")
    page = post(client, scene.commissioner, url(scene, "step", one.number), level=1, reason="Better.")
    assert "Ended" in page
    assert "Step up or down" not in page


def test_the_agent_and_the_commissioner_are_reminded(scene: Scene) -> None:
    measure = intervening.promised(scene.programme, scene.north, by=scene.commissioner, at=now() - timedelta(days=40))

    def kinds(user: User) -> set[str]:
        return {matter.kind for matter in work.waiting_for(viewer.look(user, localdate())).matters}

    assert {"Intervention to answer", "Improvement overdue"} <= kinds(scene.for_north)
    assert "Intervention to look at" in kinds(scene.commissioner)
    inbox = Notice.objects.get(user=scene.for_north, kind=channels.INTERVENTION)
    assert "Informal, by the performance manager, to be looked at again on" in inbox.title
    assert "Northway" not in inbox.brief
    assert not Notice.objects.filter(user=scene.commissioner, kind=channels.INTERVENTION).exists()
    rival = builders.member(scene.programme, "agent", organisation=scene.south)
    assert not {"Intervention to answer", "Improvement overdue"} & kinds(rival)
    assert measure.owner == scene.for_north


def test_what_somebody_promised_who_speaks_for_the_agent_no_more_waits_for_the_commissioner(scene: Scene) -> None:
    at = now() - timedelta(days=40)
    measure = intervening.promised(scene.programme, scene.north, by=scene.commissioner, at=at)

    def waits(user: User) -> list[str]:
        found = work.waiting_for(viewer.look(user, localdate())).matters
        return [matter.detail for matter in found if matter.title == measure.what]

    assert waits(scene.commissioner) == []
    held = Membership.objects.get(programme=scene.programme, user=scene.for_north)
    memberships.revoke(membership=held, by=scene.commissioner, at=now())
    assert waits(scene.for_north) == []
    (told,) = waits(scene.commissioner)
    assert told.startswith(f"{scene.for_north} speaks for {scene.north} no more.")
    reminding.remind(at=now())
    notice = Notice.objects.get(user=scene.commissioner, kind=channels.REMINDER, title__contains=measure.what)
    assert str(scene.for_north) not in notice.brief
    interventions.fulfil(measure=measure, note="Two were hired.", by=scene.commissioner, at=now())
    assert waits(scene.commissioner) == []


def test_both_sides_are_reminded_of_the_day_before_it_comes_and_find_it_in_their_calendars(scene: Scene) -> None:
    at = now()
    one = intervening.promised(scene.programme, scene.north, by=scene.commissioner, at=at).intervention
    day = one.steps.get().look_again_on
    assert day is not None

    def dates(user: User) -> dict[str, date]:
        found = calendar_days.of(user, at, lambda path: f"https://pbr.example{path}")
        return {each.summary.partition(": ")[2]: each.first for each in found if each.key.startswith("due")}

    assert dates(scene.commissioner)["Intervention to look at"] == day
    assert dates(scene.for_north)["Intervention to answer"] == day
    assert dates(scene.for_north)["Improvement to make"] == day - timedelta(days=8)

    def told(user: User, kind: str) -> list[str]:
        found = Notice.objects.filter(user=user, kind=kind).order_by("pk").values_list("title", flat=True)
        return [title for title in found if "mprovement" in title or "ntervention" in title]

    reminding.remind(at=at)
    assert told(scene.for_north, channels.REMINDER) == []
    reminding.remind(at=at + timedelta(days=26))
    assert [title.partition(",")[0] for title in told(scene.commissioner, channels.REMINDER)] == [
        "Intervention to look at"
    ]
    assert {title.partition(",")[0] for title in told(scene.for_north, channels.REMINDER)} == {
        "Intervention to answer", "Improvement overdue",
    }  # fmt: skip
    assert told(scene.commissioner, channels.ESCALATION) == []
    reminding.remind(at=at + timedelta(days=36))
    escalated = told(scene.commissioner, channels.ESCALATION)
    assert {title.partition(",")[0] for title in escalated} == {"Intervention to answer", "Improvement overdue"}
    assert all("still waits" in title for title in escalated)


def test_an_agent_sees_its_own_interventions_only_and_an_empty_list_says_so(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    assert "No interventions" in client.get(url(scene, "list")).content.decode()
    one = intervening.begun(scene.programme, scene.south, by=scene.commissioner, at=NOW)
    client.force_login(scene.for_north)
    assert "Southway" not in client.get(url(scene, "list")).content.decode()
    assert client.get(url(scene, "detail", one.number)).status_code == 404
    client.force_login(scene.member)
    assert "Southway" in client.get(url(scene, "list")).content.decode()
    page = client.get(url(scene, "detail", one.number)).content.decode()
    assert f">{scene.programme.name}, intervention {one.number}</span>" in page


def test_who_tells_of_a_few_people_in_a_step_is_warned_once(client: Client, db: None) -> None:
    scene = scenes.scene()
    given = {"agent": "northway", "level": 2, "reason": "2 clients complained.", "look_again_on": str(IN_A_MONTH)}
    page = post(client, scene.commissioner, url(scene, "begin"), **given)
    assert "Check “2 clients”: everybody in the programme reads this" in page
    assert not Intervention.objects.exists()
    post(client, scene.commissioner, url(scene, "begin"), **given, as_it_stands="on")
    assert Intervention.objects.get().steps.get().reason == "2 clients complained."
