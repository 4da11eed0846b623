"""Webhooks as the description of the interface and the guide tell them, held against each other."""

import re
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.utils.timezone import now

from accounts.models import Role
from notifications.domain import kinds, signatures
from notifications.models import Event
from pbrmanager.views.api import described
from stages.actions import webhooks
from stages.selectors import webhooks as selectors
from tests import builders, webhook_shapes

CODES = [*kinds.BY_CODE, kinds.TEST]


def test_the_description_tells_every_event() -> None:
    assert list(described()["webhooks"]) == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_example_of_an_event_is_as_its_shape_says(code: str) -> None:
    content = described()["webhooks"][code]["post"]["requestBody"]["content"]["application/json"]
    jsonschema.Draft202012Validator.check_schema(content["schema"])
    example = content["examples"]["Example"]["value"]
    jsonschema.validate(example, content["schema"], jsonschema.Draft202012Validator)
    for name in example["data"]:
        less = example | {"data": {key: value for key, value in example["data"].items() if key != name}}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(less, content["schema"], jsonschema.Draft202012Validator)


def test_the_headers_are_those_that_are_sent() -> None:
    sent = signatures.headers([signatures.written(b"k" * 32), signatures.written(b"o" * 32)], "msg_" + "0" * 24, 1, b"")
    told = described()["webhooks"][kinds.TEST]["post"]["parameters"]
    assert [one["name"] for one in told] == list(sent)
    for one in told:
        assert re.search(one["schema"]["pattern"], sent[one["name"]]), one["name"]


def test_the_guide_tells_of_every_event_what_the_description_tells() -> None:
    guide = (Path(settings.BASE_DIR) / "docs" / "webhooks.md").read_text()
    for kind in kinds.KINDS:
        row = next(line for line in guide.splitlines() if line.startswith(f"| `{kind.code}` |"))
        assert re.findall(r"`(\w+)`", row.split("|")[2]) == [part.name for part in kind.parts]


@pytest.mark.django_db
def test_a_test_is_sent_as_it_is_described() -> None:
    programme = builders.programme_at_stage(5)
    agent = builders.member(programme, Role.AGENT)
    (organisation,) = selectors.choices(agent)
    endpoint, _secret = webhooks.make(
        organisation=organisation, purpose="Case management", url="https://hooks.example.org/pbr",
        kinds=[kinds.FINDING_OPENED], programmes=[programme.slug], by=agent, at=now(),
    )  # fmt: skip
    webhooks.test(endpoint=endpoint, by=agent, at=now())
    webhook_shapes.require_described(Event.objects.get(kind=kinds.TEST))
