"""A question about figures as both sides meet it: listed, read, replied to, settled."""

from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from monitoring.models import GamingSettlement
from stages.models import Finding
from tests import builders
from tests.monitoring import asking, scenes
from tests.monitoring.scenes import Scene


def get(client: Client, user: User, scene: Scene, name: str, *args: object, **given: str) -> str:
    client.force_login(user)
    response = client.get(reverse(f"monitoring:{name}", args=[scene.programme.slug, *args]), given)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, user: User, scene: Scene, name: str, **given: str) -> str:
    client.force_login(user)
    address = reverse(f"monitoring:{name}", args=[scene.programme.slug, 1])
    return client.post(address, given, follow=True).content.decode()


def test_a_question_goes_from_the_work_of_the_agent_to_that_of_the_commissioner_and_is_settled(
    client: Client, scene: Scene
) -> None:
    asking.question(scene)
    client.force_login(scene.for_north)
    assert "Say what explains the figures" in client.get(reverse("dashboards:your_work")).content.decode()
    shown = get(client, scene.for_north, scene, "gaming_question", 1)
    assert "40 of 60 results are dated in the last five days" in shown
    assert "12.0 times (99.5% interval" in shown
    assert "Enter what explains the figures" in send(client, scene.for_north, scene, "gaming_question", text="")
    assert "Your reply is recorded" in send(client, scene.for_north, scene, "gaming_question", text="Terms end then.")
    client.force_login(scene.commissioner)
    assert "Accept the reply, or raise a finding" in client.get(reverse("dashboards:your_work")).content.decode()
    wrong = send(client, scene.commissioner, scene, "gaming_settle", kind="", reason="")
    assert "Select how the question is settled" in wrong
    send(client, scene.commissioner, scene, "gaming_settle", kind="finding", reason="Terms explain half of it.")
    assert GamingSettlement.objects.get().finding == Finding.objects.get()
    assert "Finding raised" in get(client, scene.for_north, scene, "gaming_list")


def test_questions_can_be_searched_and_narrowed_and_a_rival_sees_none(client: Client, scene: Scene) -> None:
    assert "Nothing has been worth a question" in get(client, scene.commissioner, scene, "gaming_list")
    question = asking.question(scene)
    assert question.name in get(client, scene.commissioner, scene, "gaming_list", q="last days", state="to_reply")
    assert question.name in get(client, scene.commissioner, scene, "gaming_list", q="outcome JOB")
    assert "No question matches" in get(client, scene.commissioner, scene, "gaming_list", state="settled")
    assert "No question matches" in get(client, scene.commissioner, scene, "gaming_list", q="nobody", state="none")
    client.force_login(builders.member(scene.programme, Role.AGENT, organisation=scene.south))
    assert client.get(question.get_absolute_url()).status_code == 404
    client.force_login(scene.member)
    assert client.get(question.get_absolute_url()).status_code == 403


def test_the_lines_are_those_of_the_contract_also_before_anybody_has_looked(client: Client, db: None) -> None:
    stated = [{"question": "claim_clustering", "fewest": 120, "threshold": "1.4", "chance": "0.0025"}]
    scene = scenes.scene(monitoring_rules={"questions": stated})
    shown = get(client, scene.commissioner, scene, "gaming_indicators")
    told = "Smallest sample: 120. Asked above 1.4 times. On clean figures a look asks in at most 0.25% of cases."
    assert "Nobody has looked yet" in shown
    assert told in shown


def test_what_is_looked_for_is_told_with_its_rule_and_what_was_said(client: Client, scene: Scene) -> None:
    assert "Nobody has looked yet" in get(client, scene.commissioner, scene, "gaming_indicators")
    asking.question(scene)
    shown = get(client, scene.commissioner, scene, "gaming_indicators")
    assert "Worth a question" in shown
    assert "Southway" in shown
    assert "Southway" not in get(client, scene.for_north, scene, "gaming_indicators")
