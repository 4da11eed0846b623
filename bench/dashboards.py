"""Pages with 2,000,000 claims in one programme, beside the same pages with 20,000, and beside the sign-in page.

One programme grows: first 10,000 people with two claims each, judged and priced; then, by sets, a hundred times as
many, judged anew. Each page is opened 40 times by somebody signed in; what counts is the 95th percentile. “Anew” means
that nothing which the page keeps is there, as after each new run of the monitor. The queries must be as many.
Set BENCH_FULL=1 for 2,000,000 claims; without it the programme grows tenfold, to 200,000.
"""

import dataclasses
import os
import statistics
from collections.abc import Callable
from typing import Any

from bench.measure import Measurement, stopwatch

FULL = os.environ.get("BENCH_FULL") == "1"
PEOPLE = 10_000
TIMES = 100 if FULL else 10
EACH = 2
LOOKS = 40
COMMISSIONER = "commissioner"

PARTICIPANTS = """
    INSERT INTO delivery_participant
        (programme_id, agent_id, reference, started_on, segment, attributes, version_id, received_at)
    SELECT %(programme)s, (ARRAY[%(north)s, %(south)s])[1 + n %% 2], 'B' || n,
           DATE '2025-01-01' + (n::bigint * 7919 %% 270)::int,
           CASE WHEN n %% 3 = 0 THEN 'other' ELSE 'young' END, '{}', %(version)s, %(sent)s
    FROM generate_series(%(first)s, %(last)s) AS n"""

CLAIMS = """
    INSERT INTO outcomes_claim
        (programme_id, agent_id, participant_id, outcome, event_date, sequence, evidence_kind, evidence_ref, version_id,
         received_at)
    SELECT p.programme_id, p.agent_id, p.id, 'job', p.started_on + 20 * o, o, '', '', p.version_id, %(sent)s
    FROM delivery_participant p, generate_series(1, %(each)s) AS o
    WHERE p.programme_id = %(programme)s AND NOT EXISTS (SELECT FROM outcomes_claim c WHERE c.participant_id = p.id)"""


@dataclasses.dataclass(frozen=True)
class Page:
    """A page, whether what it keeps is thrown away before each look, and whether it shows single records."""

    name: str
    address: str
    anew: bool = False
    of_records: bool = False


@dataclasses.dataclass(frozen=True)
class Looked:
    """How long a page took in 95 of 100 looks, in seconds, and how many queries it asked."""

    seconds: float
    queries: int


def _grow(scene: Any, first: int, last: int) -> int:
    """People from the first number to the last, each with their claims; gives how many claims there are then."""
    from django.db import connection

    from tests.monitoring.scenes import SENT

    given = {
        "programme": scene.programme.pk, "north": scene.north.pk, "south": scene.south.pk, "version": scene.version.pk,
        "sent": SENT, "first": first, "last": last, "each": EACH,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PARTICIPANTS, given)
        cursor.execute(CLAIMS, given)
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM outcomes_claim")
        return int(cursor.fetchone()[0])


def _judge(scene: Any, as_of: Any) -> None:
    from accounts.selectors import users
    from monitoring.actions import monitor
    from tests.monitoring.scenes import NOW

    monitor.run(programme=scene.programme, as_of=as_of, by=users.system_user("monitor"), at=NOW)


def pages(scene: Any) -> list[Page]:
    """The dashboards, and the lists that lead from them to records."""
    from django.urls import reverse

    slug = scene.programme.slug
    dashboard = reverse("dashboards:findings_dashboard", args=[slug])
    plain = [
        ("findings dashboard", dashboard),
        ("programmes", reverse("dashboards:programme_list")),
        ("programmes compared", f"{reverse('dashboards:programme_list')}?view=table"),
        ("a programme", reverse("dashboards:programme_detail", args=[slug])),
        ("your work", reverse("dashboards:your_work")),
        ("targets", reverse("monitoring:target_list", args=[slug])),
        ("a target", reverse("monitoring:target_detail", args=[slug, "job-rate"])),
        ("flags", reverse("monitoring:flag_list", args=[slug])),
        ("open data", reverse("monitoring:data_list", args=[slug])),
        ("reports", reverse("dashboards:report_list", args=[slug])),
        ("statements", reverse("payments:statement_list", args=[slug])),
    ]
    of_records = [
        ("claims", reverse("outcomes:claim_list", args=[slug])),
        ("claims of an agent", f"{reverse('outcomes:claim_list', args=[slug])}?agent=northway&outcome=job"),
        ("participants", reverse("delivery:participant_list", args=[slug])),
        ("claims by the interface", reverse("api:claim_list", args=[slug])),
        ("participants by the interface", reverse("api:participant_list", args=[slug])),
    ]
    return [
        *(Page(name, address) for name, address in plain),
        *(Page(name, address, of_records=True) for name, address in of_records),
        Page("findings dashboard anew", dashboard, anew=True),
        Page("findings dashboard of an agent anew", f"{dashboard}?agent=northway", anew=True),
        Page("a programme anew", reverse("dashboards:programme_detail", args=[slug]), anew=True),
    ]


def _looks(client: Any, page: Page) -> Looked:
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seconds: list[float] = []
    client.get(page.address)
    for _ in range(LOOKS):
        if page.anew:
            cache.clear()
        with stopwatch() as took:
            answer = client.get(page.address)
        seconds.append(took())
        if answer.status_code != 200:
            raise RuntimeError(f"{page.address} answered {answer.status_code}.")
    if page.anew:
        cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(page.address)
    looked = Looked(statistics.quantiles(seconds, n=20)[-1], len(asked))
    print(f"    {page.name}: {looked.seconds * 1000:.0f} ms, {looked.queries} queries", flush=True)
    return looked


def _look_at_all(clients: dict[str, Any], found: list[Page]) -> dict[tuple[str, str], Looked]:
    """By who looks and at what; only the commissioner sees single records."""
    return {
        (who, page.name): _looks(client, page)
        for who, client in clients.items()
        for page in found
        if not page.of_records or who == COMMISSIONER
    }


def _client(user: Any = None) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST=next((host for host in settings.ALLOWED_HOSTS if host.strip(".*")), "localhost"))
    if user is not None:
        client.force_login(user)
    return client


def _built() -> tuple[Any, Callable[[], None]]:
    """A programme with eight targets, and what judges it."""
    from tests.monitoring import scenes

    rate = scenes.RATE
    scene = scenes.scene(
        targets=[
            rate, scenes.COUNT, rate | {"code": "young-rate", "segment": "young"},
            rate | {"code": "other-rate", "segment": "other"}, rate | {"code": "north-rate", "agent": "northway"},
            rate | {"code": "south-rate", "agent": "southway"},
            scenes.COUNT | {"code": "north-count", "agent": "northway"},
            scenes.COUNT | {"code": "south-count", "agent": "southway"},
        ],
        most=EACH,
    )  # fmt: skip
    return scene, lambda: _judge(scene, scenes.YEAR_END)


def run() -> list[Measurement]:
    from django.core.management import call_command

    from accounts.selectors import users
    from payments.actions import pricing
    from tests.monitoring.scenes import NOW, YEAR_END

    call_command("createcachetable", verbosity=0)
    scene, judge = _built()
    clients = {COMMISSIONER: _client(scene.commissioner), "Expert Body": _client(scene.member)}
    few = _grow(scene, 1, PEOPLE)
    judge()
    pricing.price(programme=scene.programme, as_of=YEAR_END, by=users.system_user("pricing"), at=NOW)
    found = pages(scene)
    with_few = _look_at_all(clients, found)
    many = _grow(scene, PEOPLE + 1, PEOPLE * TIMES)
    judge()
    with_many = _look_at_all(clients, found)
    sign_in = _looks(_client(), Page("sign in", "/account/login/"))
    return [
        *(_beside_few(key, with_many[key], with_few[key], (few, many)) for key in with_many),
        *(
            Measurement(f"findings dashboard, {who}", many, with_many[who, "findings dashboard"].seconds,
                        "the sign-in page", sign_in.seconds, "at_most", 4)
            for who in clients
        ),
    ]  # fmt: skip


def _beside_few(key: tuple[str, str], many: Looked, few: Looked, claims: tuple[int, int]) -> Measurement:
    if many.queries != few.queries:
        raise RuntimeError(f"{key[1]} asks {few.queries} queries with few claims and {many.queries} with many.")
    return Measurement(
        f"{key[1]}, {key[0]} ({many.queries} queries)", claims[1], many.seconds,
        f"the same page with {claims[0]:,} claims", few.seconds, "at_most", 1.5,
    )  # fmt: skip
