"""Every relation between models points the way the apps do: to the same app or to one below it."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models


def ranks() -> dict[str, int]:
    """The height of each app, read from the import contract; apps beside one another share a height."""
    with Path(settings.BASE_DIR, "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "Apps point one way")
    return {
        app.strip(): height for height, layer in enumerate(reversed(layers)) for app in layer.split("|")
    }  # govuk is the lowest


def relations() -> list[tuple[type[models.Model], str, type[models.Model]]]:
    """Every foreign key, one-to-one and many-to-many key of our apps: model, field name, model pointed to."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and isinstance(field.related_model, type):
                found.append((model, field.name, field.related_model))
    return found


def test_no_relation_points_upwards_or_sideways() -> None:
    heights = ranks()
    wrong = []
    for model, name, target in relations():
        own, other = model._meta.app_label, target._meta.app_label
        if own not in heights or other not in heights or own == other:
            continue
        if heights[other] >= heights[own]:
            wrong.append(f"{own}.{model.__name__}.{name} points to {other}.{target.__name__}")
    assert not wrong


def test_the_chain_from_delivery_to_monitoring_does_not_point_to_the_expert_body() -> None:
    chain = {"delivery", "outcomes", "payments", "monitoring"}
    wrong = [
        f"{model.__name__}.{name}"
        for model, name, target in relations()
        if model._meta.app_label in chain and target._meta.app_label == "expertbody"
    ]
    assert not wrong


def test_relations_are_found_at_all() -> None:
    known = {(model._meta.label, name) for model, name, _ in relations()}
    assert ("stages.Membership", "programme") in known
