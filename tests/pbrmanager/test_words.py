"""Words that are written in one way wherever people read them, as the style of GOV.UK has them."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
READ = (
    "*/**/*.py", "templates/**/*.html", "templates/**/*.txt", "docs/**/*.md", "docs/*.json", "*.md", "clients/**/*.md",
)  # fmt: skip
OURS = {"node_modules", "var", "build", "migrations", "tests"}
HYPHENATED = re.compile("e-" + "mail", re.IGNORECASE)


def read() -> Iterator[Path]:
    for pattern in READ:
        for path in BASE.glob(pattern):
            parts = path.relative_to(BASE).parts
            if not OURS & set(parts) and not any(part.startswith(".") for part in parts):
                yield path


def test_email_is_one_word() -> None:
    found = list(read())
    assert len(found) > 500
    assert [path.name for path in found if HYPHENATED.search(path.read_text(encoding="utf-8"))] == []
