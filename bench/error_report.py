"""The report of a file with 100,000 wrong rows beside that of a file with a thousand: pages and downloads.

Pages are found by numbers of rows. A search reads every wrong row of the file, so that it has a bar of its own.
"""

import statistics
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bench.measure import Measurement, stopwatch

if TYPE_CHECKING:
    from outcomes.models import Submission
    from tests.outcomes.scheme import Scheme

MANY, FEW = 100_000, 1_000
TIMES = 15
PAGE_BAR, SEARCH_BAR, DOWNLOAD_BAR = 1.5, 5.0, 1.5


def run() -> list[Measurement]:
    """Send both files, then ask for each page of their reports in turn."""
    from bench.acceptance import SENT, participants
    from tests.outcomes import scheme as schemes

    scheme = schemes.scheme()
    participants(scheme)
    many, few = (scheme.send(_file(rows), at=SENT, name=f"{rows}.csv") for rows in (MANY, FEW))
    assert (many.rejected, few.rejected) == (MANY, FEW)
    found = [_page(scheme, name, many, few, query) for name, query in _queries()]
    return [*found, *(_download(scheme, form, many, few) for form in ("csv", "xlsx"))]


def _file(rows: int) -> bytes:
    """Nine in ten rows have a day that is none, one an unknown outcome as well; every tenth an unknown participant."""
    from bench.acceptance import START

    lines = ["participant,outcome,achieved_on,sequence,value,evidence_kind,evidence_ref"]
    for number in range(rows):
        day = f"31/02/{START.year}" if number % 10 else (START + timedelta(days=60)).isoformat()
        name = f"P-{number:07}" if number % 10 else f"Q-{number:07}"
        outcome = "nothing" if number % 10 == 1 else "qualification"
        lines.append(f"{name},{outcome},{day},1,2.50,payslip,EV-{number:08}")
    return ("\n".join(lines) + "\n").encode()


def _queries() -> Iterator[tuple[str, Callable[["Submission"], dict[str, Any]]]]:
    """The pages of a report. The last page of each file is as deep as it goes."""

    def code(submission: "Submission", place: int) -> str:
        return str(submission.causes[place]["code"])

    yield "first page", lambda _of: {}
    yield "last page", lambda of: {"before": of.rejected}
    yield "filter by the most frequent cause", lambda of: {"code": code(of, 0)}
    yield "last page of a filter", lambda of: {"code": code(of, 0), "before": of.rejected}
    yield "filter by a rare cause", lambda of: {"code": code(of, -1)}
    yield "search for a reference", lambda _of: {"q": "P-0000777"}
    yield "from a row in the middle", lambda of: {"row": of.rejected // 2}


def _page(
    scheme: "Scheme", name: str, many: "Submission", few: "Submission", query: Callable[["Submission"], dict[str, Any]]
) -> Measurement:
    """The median of several requests for the page, in turn with those for the other file's."""
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(scheme.user)
    times: dict[int, list[float]] = {many.pk: [], few.pk: []}
    for _ in range(TIMES):
        for of in (many, few):
            with stopwatch() as seconds:
                address = reverse("outcomes:submission_detail", args=[scheme.programme.slug, of.pk])
                response = client.get(address, query(of), HTTP_HOST="localhost")
            assert response.status_code == 200
            times[of.pk].append(seconds())
    one, other = (statistics.median(times[of.pk]) for of in (many, few))
    bar = SEARCH_BAR if "q" in query(many) else PAGE_BAR
    beside = f"the same page of a file with {FEW:,}"
    return Measurement(f"report of wrong rows: {name}", MANY, one, beside, other, "at_most", bar)


def _download(scheme: "Scheme", form: str, many: "Submission", few: "Submission") -> Measurement:
    """The whole file of wrong rows, beside as many rows in files of the small kind."""
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(scheme.user)

    def taken(of: "Submission") -> float:
        with stopwatch() as seconds:
            address = reverse("outcomes:submission_errors", args=[scheme.programme.slug, of.pk, form])
            response: Any = client.get(address, HTTP_HOST="localhost")
            assert sum(map(len, response.streaming_content)) > of.rejected * 10
        return seconds()

    small = statistics.median(taken(few) for _ in range(TIMES)) * (MANY // FEW)
    return Measurement(
        f"report of wrong rows: download as {form.upper()}", MANY, taken(many),
        f"as many downloads of {FEW:,} rows as come to the same", small, "at_most", DOWNLOAD_BAR,
    )  # fmt: skip
