import json
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from monitoring.actions import gaming_settling
from monitoring.actions import pack_gaming as pack
from monitoring.models import GamingQuestion
from stages.actions import pack_check, pack_export, packs
from stages.actions.pack_errors import PackError
from tests import builders
from tests.monitoring import asking, scenes
from tests.monitoring.scenes import NOW, Scene

pytestmark = pytest.mark.django_db


def section(scene: Scene) -> list[dict[str, Any]]:
    question = asking.question(scene)
    gaming_settling.reply(question=question, text="Terms end then.", by=scene.for_north, at=NOW)
    gaming_settling.accept(question=question, reason="School terms.", by=scene.commissioner, at=NOW)
    found = pack.export(scene.programme)
    assert found is not None
    return found


def test_questions_travel_with_their_evidence_replies_and_settlement_and_once(scene: Scene) -> None:
    rows, empty = section(scene), scenes.scene()
    given: dict[str, Any] = {"programme": empty.programme, "by": builders.system(), "at": NOW}
    for _ in range(2):
        pack.load(section=rows, **given)
    assert pack.export(empty.programme) == rows
    assert rows[0]["replies"] == [{"text": "Terms end then.", "by": scene.for_north.email, "at": NOW.isoformat()}]
    assert GamingQuestion.objects.get(programme=empty.programme).settlement.reason == "School terms."


def test_a_whole_pack_with_questions_fits_its_schema_and_comes_out_elsewhere_as_it_went_in(scene: Scene) -> None:
    rows = section(scene)
    document: dict[str, Any] = json.loads(
        json.dumps(pack_export.export(programme=scene.programme, by=builders.system()), cls=DjangoJSONEncoder)
    )
    assert document["gaming_questions"] == rows
    document["programme"]["slug"] = "elsewhere"
    pack_check.check(document)
    made, _new = packs.load(document=document, by=builders.system(), at=NOW)
    assert pack.export(made) == rows


def test_a_question_about_something_that_nobody_looks_for_names_its_place_in_the_pack(scene: Scene) -> None:
    row = section(scene)[0] | {"number": 2, "indicator": "luck"}
    with pytest.raises(PackError, match="gaming_questions/0/indicator"):
        pack.load(programme=scene.programme, section=[row], by=builders.system(), at=NOW)
