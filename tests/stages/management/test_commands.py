import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from stages.models import Programme
from tests.stages.actions.test_packs import PACK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_sections_from_above(settings: LazySettings) -> None:
    settings.PACK_SECTIONS = "tests.stages.tables.PACK_SECTIONS"


def said(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def pack(tmp_path: Path) -> str:
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(PACK))
    return str(path)


def test_load_programme_prints_the_slug_and_twice_changes_nothing(pack: str) -> None:
    assert said("load_programme", pack) == "homes-first\n"
    assert json.loads(said("load_programme", pack, "--json")) == {"slug": "homes-first", "loaded": False}
    assert Programme.objects.count() == 1


def test_load_programme_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    path.write_text(json.dumps({**PACK, "pack": 9}))
    with pytest.raises(CommandError, match="pack: 1 was expected"):
        said("load_programme", str(path))


def test_load_programme_of_no_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        said("load_programme", str(tmp_path / "none.json"))


def test_export_programme_gives_what_load_programme_reads(pack: str, tmp_path: Path) -> None:
    said("load_programme", pack)
    exported = json.loads(said("export_programme", "homes-first", "--format", "pack"))
    exported["programme"]["slug"] = "elsewhere"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(exported))
    assert said("load_programme", str(other)) == "elsewhere\n"


@pytest.mark.parametrize("name", ["indigo", "ocds"])
def test_open_data_of_a_programme_without_a_contract_is_refused_in_one_sentence(pack: str, name: str) -> None:
    said("load_programme", pack)
    with pytest.raises(CommandError, match="No contract has been agreed"):
        said("export_programme", "homes-first", "--format", name)


def test_export_of_no_programme_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="There is no programme “none”"):
        said("export_programme", "none")
