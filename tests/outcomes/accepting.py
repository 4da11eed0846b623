"""A worker to be killed: `python -m tests.outcomes.accepting SUBMISSION_ID` accepts one file and ends."""

import os
import sys


def main(submission_id: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbrmanager.settings")
    import django

    django.setup()
    from django.utils import timezone

    from outcomes.actions import submissions

    submissions.process(submission_id=submission_id, at=timezone.now(), wait=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
