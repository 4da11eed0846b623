"""What a webhook says of an event, held against the description of the interface."""

import json
from typing import Any

import jsonschema

from notifications.models import Delivery, Event
from notifications.selectors import endpoints
from pbrmanager.views.api import described


def shape(kind: str) -> dict[str, Any]:
    """The JSON Schema by which the description tells the body."""
    found: dict[str, Any] = described()["webhooks"][kind]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    return found


def require_described(event: Event) -> None:
    """Fail unless the body is as it is described, and says nothing that is not."""
    said = json.loads(endpoints.payload(Delivery(event=event)))
    told = shape(event.kind)
    jsonschema.validate(said, told, jsonschema.Draft202012Validator, format_checker=jsonschema.FormatChecker())
    assert set(said["data"]) == set(told["properties"]["data"]["properties"])
