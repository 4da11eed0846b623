import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the database user can reach, whoever runs the tests."""
    folder = tmp_path_factory.mktemp("folder with spaces")
    for part in (folder, *folder.parents):
        if part.is_relative_to(tempfile.gettempdir()) and part != Path(tempfile.gettempdir()):
            part.chmod(0o755)
    return folder
