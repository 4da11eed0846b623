import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database user can reach, whoever runs the tests. pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="pbr manager test "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
