"""Pages of a programme with 2,000,000 claims, beside the same pages of one with 20,000, and beside the sign-in page.

Both programmes stand in one database, alike in everything but the number of people, who are put in by sets and judged.
Every second one achieves the outcome, so that few counts are small. Where a chart is still kept from somebody in one
programme and not in the other, the page there is a shorter one, and its number of queries says so.
Each page is opened 40 times by somebody signed in, in turns: one look at the few, one at the many, one at the sign-in
page, so that whatever else the machine does weighs on all of them. What counts is the 95th percentile. Of 40 looks that
is the second longest, which two disturbances move; so a page that seems slower than it may be is looked at 120
times more, and all looks count. “Anew” means that nothing which the page keeps is there, as after each new run of the
monitor.
Set BENCH_FULL=1 for 2,000,000 claims; without it the larger programme has 200,000.
"""

import dataclasses
import os
import statistics
from typing import Any

from bench.measure import Measurement, stopwatch

FULL = os.environ.get("BENCH_FULL") == "1"
PEOPLE = 10_000
TIMES = 100 if FULL else 10
EACH = 4
LOOKS, LOOKS_IF_SLOW = 40, 160
MOST = 1.5
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
    WHERE p.programme_id = %(programme)s AND substr(p.reference, 2)::int / 6 %% 2 = 0
      AND NOT EXISTS (SELECT FROM outcomes_claim c WHERE c.participant_id = p.id)"""


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


@dataclasses.dataclass(frozen=True)
class World:
    """A programme, how many claims it has, and who looks at it."""

    scene: Any
    claims: int
    clients: dict[str, Any]


def grow(scene: Any, first: int, last: int) -> int:
    """People from the first number to the last, half of them with claims; gives how many claims there are then."""
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
        cursor.execute("SELECT count(*) FROM outcomes_claim WHERE programme_id = %s", [scene.programme.pk])
        return int(cursor.fetchone()[0])


def settle() -> None:
    """Put the database as it stands after a night: swept by its own upkeep, which would else run beside the looks; and
    the process as the web server's stands before its first request, without what made the worlds."""
    from django.db import connection

    from accounts.actions import memory

    memory.keep_what_is_loaded()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


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
        ("claims of an agent", f"{reverse('outcomes:claim_list', args=[slug])}?agent={scene.north.code}&outcome=job"),
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


def in_turns(looks: list[tuple[Any, Page]]) -> list[Looked]:
    """Each client's page looked at in turns with the others; the second may take `MOST` times as long as the first."""
    for client, page in looks:
        _look(client, page)
    seconds: list[list[float]] = [[] for _ in looks]
    _look_at_all(looks, LOOKS, seconds)
    if _of_most(seconds[1]) > MOST * _of_most(seconds[0]):
        _look_at_all(looks, LOOKS_IF_SLOW - LOOKS, seconds)
    return [
        Looked(_of_most(taken), _queries(client, page)) for taken, (client, page) in zip(seconds, looks, strict=True)
    ]


def _look_at_all(looks: list[tuple[Any, Page]], times: int, seconds: list[list[float]]) -> None:
    for _ in range(times):
        for place, (client, page) in enumerate(looks):
            seconds[place].append(_look(client, page))


def _of_most(seconds: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(seconds, n=20)[-1]


def _look(client: Any, page: Page) -> float:
    from django.core.cache import cache

    if page.anew:
        cache.clear()
    with stopwatch() as took:
        answer = client.get(page.address)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.address} answered {answer.status_code}.")
    return took()


def _queries(client: Any, page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        _look(client, page)
    return len(asked)


def browser(user: Any = None) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST=next((host for host in settings.ALLOWED_HOSTS if host.strip(".*")), "localhost"))
    if user is not None:
        client.force_login(user)
    return client


def _world(people: int) -> World:
    """A programme with eight targets and so many people, judged."""
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
    claims = grow(scene, 1, people)
    _judge(scene, scenes.YEAR_END)
    return World(scene, claims, {COMMISSIONER: browser(scene.commissioner), "Expert Body": browser(scene.member)})


def run() -> list[Measurement]:
    few, many = _world(PEOPLE), _world(PEOPLE * TIMES)
    settle()
    visitor, sign_in = browser(), Page("sign in", "/account/login/")
    found: list[Measurement] = []
    for who in many.clients:
        for at_few, at_many in zip(pages(few.scene), pages(many.scene), strict=True):
            if at_many.of_records and who != COMMISSIONER:
                continue
            looks = [(few.clients[who], at_few), (many.clients[who], at_many), (visitor, sign_in)]
            found += _measured(f"{at_many.name}, {who}", (few.claims, many.claims), in_turns(looks))
    return found


def _measured(name: str, claims: tuple[int, int], looked: list[Looked]) -> list[Measurement]:
    """The page beside itself with few claims; the dashboard also beside the sign-in page."""
    few, many, sign_in = looked
    queries = f"{few.queries}" if few.queries == many.queries else f"{few.queries} and {many.queries}"
    print(f"    {name}: {few.seconds * 1000:.0f} and {many.seconds * 1000:.0f} ms, {queries} queries", flush=True)
    beside = f"the same page with {claims[0]:,} claims"
    work = f"{name} ({queries} queries)"
    found = [Measurement(work, claims[1], many.seconds, beside, few.seconds, "at_most", MOST)]
    if name.startswith("findings dashboard,"):
        found.append(Measurement(work, claims[1], many.seconds, "the sign-in page", sign_in.seconds, "at_most", 4))
    return found
