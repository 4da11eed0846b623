"""Files as they were received, read again from the store."""

import contextlib
import itertools
from pathlib import Path

from django.conf import settings

from outcomes.domain.problems import UnreadableFile
from outcomes.domain.reading import Reading, Source
from outcomes.models import Submission

SAMPLES = 3
LONGEST_SAMPLE = 40


def source_of(submission: Submission) -> Source:
    return Source(Path(settings.MEDIA_ROOT) / submission.path, Reading(**submission.reading))


def samples(submission: Submission) -> list[list[str]]:
    """For each column of the file, the first few cells below its name; none where it cannot be read, or is not here."""
    if not submission.path:
        return [[] for _ in submission.columns]
    rows: list[list[str]] = []
    with contextlib.suppress(UnreadableFile, OSError), contextlib.closing(source_of(submission).rows()) as stream:
        rows = [cells for _, cells in itertools.islice(stream, 1, SAMPLES + 1)]
    return [
        [cells[place].strip()[:LONGEST_SAMPLE] for cells in rows if place < len(cells) and cells[place].strip()]
        for place in range(len(submission.columns))
    ]
