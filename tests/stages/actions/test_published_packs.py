"""The published packs, with every section of the apps above: loaded, exported and loaded again."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from stages.actions import pack_check, pack_export, packs
from stages.models import Programme
from stages.selectors import tracker
from tests import builders

PACKS = sorted((Path(settings.BASE_DIR) / "docs" / "packs").glob("*.json"))
TODAY = builders.later(days=300)


def exported(programme: Programme) -> dict[str, Any]:
    document = pack_export.export(programme=programme, by=builders.system())
    plain: dict[str, Any] = json.loads(json.dumps(document, cls=DjangoJSONEncoder))
    return plain


@pytest.mark.django_db
@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_published_pack_comes_out_as_it_went_in(path: Path) -> None:
    document = pack_check.parse(path.read_bytes())
    programme, created = packs.load(document=document, by=builders.system(), at=TODAY)
    assert created
    assert [row.status for row in tracker.tracker(programme)][:5] == ["closed"] * 4 + ["open"]
    first = exported(programme)
    pack_check.check(first)
    elsewhere = {**first, "programme": {**first["programme"], "slug": "elsewhere"}}
    copied, _created = packs.load(document=elsewhere, by=builders.system(), at=TODAY)
    second = exported(copied)
    assert {**second, "programme": first["programme"]} == first
    assert packs.load(document=document, by=builders.system(), at=TODAY) == (programme, False)
