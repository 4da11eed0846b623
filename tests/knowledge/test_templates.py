import json
from pathlib import Path

import pytest

from knowledge.selectors import templates


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(templates, "folder", lambda: tmp_path)
    pack = {"pack": 1, "source": "S53", "programme": {"name": "Families first", "summary": "Pays for five of six"}}
    (tmp_path / "families.json").write_text(json.dumps(pack))
    return tmp_path


def test_a_template_is_described_by_its_pack(packs: Path) -> None:
    (template,) = templates.every()
    assert (template.code, template.name, template.source) == ("families", "Families first", "S53")


def test_templates_are_found_by_words_of_their_summary(packs: Path) -> None:
    assert [one.code for one in templates.search("five families")] == ["families"]
    assert templates.search("probation") == []


def test_a_template_is_read_whole_by_its_code_only(packs: Path) -> None:
    document = templates.document("families")
    assert document is not None
    assert document["pack"] == 1
    assert templates.document("../families") is None


def test_every_real_scheme_names_its_payer_its_years_and_what_it_teaches() -> None:
    found = templates.every()
    assert len(found) >= 13
    assert [one.code for one in found if not (one.payers and one.years and one.teaches and one.sector)] == []
    by_code = {one.code: one for one in found}
    assert by_code["troubled-families-1"].years == "2012 to 2015"
    assert by_code["life-chances-fund"].payers.endswith("Life Chances Fund")
    assert [one.sector for one in found] == sorted(one.sector for one in found)


def test_a_pack_without_contract_has_neither_payer_nor_years(packs: Path) -> None:
    (template,) = templates.every()
    assert (template.payers, template.years, template.teaches) == ("", "", "")
