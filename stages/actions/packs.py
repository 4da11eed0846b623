"""Programme packs: one document that holds a whole programme, loaded all or nothing, and exported again.

The order: organisations, the programme, people; then the history of visits and findings is replayed, and just before
the first closing of each stage its records, and the sections of the apps above that belong to it, are loaded. A pack
that tells no history but needs later stages brings them as decided before the programme came into this system.
"""

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.module_loading import import_string

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from stages import permissions
from stages.actions import (
    pack_analysis,
    pack_check,
    pack_history,
    pack_lessons,
    pack_people,
    pack_records,
    programmes,
)
from stages.actions.pack_errors import PackError, PackRefused, Problem
from stages.domain import framework
from stages.models import Programme
from stages.selectors import visits as visits_selector

__all__ = ["PackError", "PackRefused", "Problem", "begin_from", "load", "load_text"]

NEEDS_STAGES_BEFORE = {
    "expert_body": 3,
    "contract": 4,
    "participants": 5,
    "delivery": 5,
    "claims": 5,
    "measurements": 5,
    "body_record": 3,
}
AFTER_THE_HISTORY = len(framework.NUMBERS) + 1
WITHOUT_HISTORY = "Decided before the programme was brought into this system."


class Section(Protocol):
    """A row of the table that the project names in settings.PACK_SECTIONS."""

    name: str
    load: str
    export: str
    while_open: int


def sections() -> tuple[Section, ...]:
    found: tuple[Section, ...] = import_string(settings.PACK_SECTIONS)
    return found


@dataclasses.dataclass
class _Loading:
    """A pack on its way in: what is still to be loaded, in the name of whom and when."""

    programme: Programme
    document: Mapping[str, Any]
    by: User
    at: datetime
    loaded: set[str] = dataclasses.field(default_factory=set)

    @property
    def records(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document.get("stage_records") or {}
        return found

    def load_stage(self, stage: int) -> None:
        """The records and sections that are loaded while the stage is open, once."""
        if stage in pack_records.stages_with_records(self.records):
            self._once(f"stage {stage}", "stage_records", functools.partial(self._load_records, stage))
        for row in sections():
            if row.while_open == stage and self.document.get(row.name):
                self._once(row.name, row.name, functools.partial(self._load_section, row))

    def _load_records(self, stage: int) -> None:
        pack_records.load_stage(self.programme, self.records, stage, self.by, self.at)

    def _load_section(self, row: Section) -> None:
        loader = import_string(row.load)
        loader(programme=self.programme, section=self.document[row.name], by=self.by, at=self.at)

    def _once(self, key: str, path: str, act: Callable[[], object]) -> None:
        if key in self.loaded:
            return
        self.loaded.add(key)
        with at_path(path):
            act()


class at_path:  # noqa: N801 - it reads as a word of the sentence: with at_path("contract")
    """Turns a refusal inside into a problem of the pack at this place."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, PackRefused):
            return
        if isinstance(error, Refused):
            raise PackError(self.path, str(error)) from error
        if isinstance(error, ValueError):
            raise PackError(self.path, f"It holds something that cannot be read: {error}.") from error
        if isinstance(error, DataError):
            raise PackError(self.path, "A text in it is too long to be kept, or a number too large.") from error
        if isinstance(error, IntegrityError):
            raise PackError(self.path, "It contradicts itself, or what is recorded already.") from error


def _needed_stage(document: Mapping[str, Any], records: Mapping[str, Any]) -> int:
    """The latest stage that must be open for the pack's sections, when the pack tells no history."""
    needed = [stage for name, stage in NEEDS_STAGES_BEFORE.items() if document.get(name)]
    return max([1, *needed, *pack_records.stages_with_records(records)])


def _visit_rows(document: Mapping[str, Any], records: Mapping[str, Any], at: datetime) -> list[Mapping[str, Any]]:
    if records.get("visits"):
        return list(records["visits"])
    return [
        {"stage": stage, "number": 1, "closed_at": at.isoformat(), "decision": WITHOUT_HISTORY}
        for stage in range(1, min(_needed_stage(document, records), 5))
    ]


def _replay(loading: _Loading, at: datetime) -> None:
    history = pack_history.History(loading.programme, loading.by, at)
    with at_path("stage_records"):
        rows = _visit_rows(loading.document, loading.records, at)
        events = pack_history.events(history, rows, list(loading.records.get("findings", ())))
    for event in events:
        if event.closes and visits_selector.is_open(loading.programme, event.closes):
            loading.load_stage(event.closes)
        with at_path(event.path):
            event.run()
    for stage in (*framework.NUMBERS, AFTER_THE_HISTORY):
        loading.load_stage(stage)
    with at_path("stage_records"):
        pack_lessons.load(loading.programme, loading.records, loading.by, at)
    with at_path("stage_records/visits"):
        history.pause_again(rows)
    with at_path("stage_records/horizon"):
        pack_analysis.load_answers(loading.programme, loading.records, loading.by, at)


def _began_at(document: Mapping[str, Any], at: datetime) -> datetime:
    """When the programme began: as the pack says, or else now."""
    visits = (document.get("stage_records") or {}).get("visits") or []
    first: Mapping[str, Any] = next((row for row in visits if row["stage"] == 1 and row["number"] == 1), {})
    return pack_records.moment(document["programme"].get("created_at") or first.get("opened_at"), at)


def _one_at_a_time() -> None:
    """Hold the right to load packs until the transaction ends, so that the same pack sent twice at once loads once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('stages.packs'))")


def _existing(slug: str, digest: str) -> Programme | None:
    """The programme, when this very pack is loaded already. Raises `PackError` when the slug is taken otherwise."""
    found = Programme.objects.filter(slug=slug).first()
    if found is not None and found.pack_digest != digest:
        raise PackError(
            "programme/slug",
            f"There is already another programme at “{slug}”, or this one from a different edition of the pack.",
            "Give the programme another slug.",
        )
    return found


def require_may_load(by: User) -> None:
    """Raise `Forbidden` for anybody but the system and its administrators."""
    if not pack_people.may_speak_for_others(by):
        permissions.refuse("Only an administrator of the system loads a whole pack. Start from its records instead.")


@transaction.atomic
def load(
    *, document: Mapping[str, Any], by: User, at: datetime, sandbox_of: Programme | None = None
) -> tuple[Programme, bool]:
    """Load a whole pack, all or nothing. The same pack again changes nothing: the programme and False.

    With `sandbox_of`, what is made is a sandbox of that programme.

    Raises `Forbidden` for anybody but the system and its administrators, since a pack may speak in other people's
    names; `PackRefused` with every problem that was found.
    """
    require_may_load(by)
    pack_check.check(document)
    digest = pack_check.digest(document)
    _one_at_a_time()
    row = document["programme"]
    existing = _existing(row["slug"], digest)
    if existing is not None:
        return existing, False
    with at_path("programme/created_at"):
        began = _began_at(document, at)
    with at_path("organisations"):
        pack_people.load_organisations(document["organisations"], by, began)
    with at_path("programme"):
        programme = _create(document, digest, by, began, sandbox_of)
    with at_path("people"):
        pack_people.load_people(programme, document.get("people", ()), by, began)
    _replay(_Loading(programme, document, by, began), began)
    with at_path("people"):
        pack_people.settle_roles(programme, document.get("people", ()), by, at)
    audit.record(
        by=by, at=at, action="stages.pack.load", programme=programme.slug, subject=programme, after={"digest": digest}
    )
    return programme, True


def _create(
    document: Mapping[str, Any], digest: str, by: User, at: datetime, sandbox_of: Programme | None
) -> Programme:
    row = document["programme"]
    commissioner = pack_people.organisation(row["commissioner"], "programme/commissioner")
    programme = programmes.create(
        name=row["name"],
        summary=row.get("summary", ""),
        sector=row.get("sector", ""),
        commissioner=commissioner,
        slug=row["slug"],
        template=row.get("template", ""),
        is_synthetic=row.get("is_synthetic", False),
        reopening_policy=row.get("reopening_policy"),
        sandbox_of=sandbox_of,
        by=by,
        at=at,
    )
    programme.pack_digest = digest
    programme.suppression_threshold = row.get("suppression_threshold", programme.suppression_threshold)
    programme.contact_days = row.get("contact_days", programme.contact_days)
    programme.save(update_fields=["pack_digest", "suppression_threshold", "contact_days"])
    return programme


def load_text(*, text: bytes, by: User, at: datetime) -> tuple[Programme, bool]:
    """As `load`, from the bytes of a file."""
    return load(document=pack_check.parse(text), by=by, at=at)


def _own_records(document: Mapping[str, Any]) -> dict[str, Any]:
    """The records of stage 1 without anybody's name: what a new programme may begin with."""
    records: Mapping[str, Any] = document.get("stage_records") or {}
    kept = {name: records[name] for name in pack_records.STAGE_1 if name in records and name != "fit"}
    kept["stakeholders"] = [
        {name: value for name, value in row.items() if name not in {"engagement_owner", "scores", "contacts", "left"}}
        | {"scores": [_unnamed(score) for score in row.get("scores", ())]}
        for row in kept.get("stakeholders", ())
    ]
    kept["challenges"] = [
        {name: value for name, value in row.items() if name != "owner"} for row in kept.get("challenges", ())
    ]
    return kept


def _unnamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"by", "at"}}


@transaction.atomic
def begin_from(*, programme: Programme, document: Mapping[str, Any], by: User, at: datetime) -> Programme:
    """Give a programme that has just begun the stage 1 records of a pack, in the name of the person who asks.

    Nothing else of the pack is taken: no people, no visits, no contract, no money.
    """
    permissions.require(by, "stage.record", programme)
    pack_check.check(document)
    with at_path("stage_records"):
        pack_records.load_stage_1(programme, _own_records(document), by, at)
    return programme


def problems(error: PackRefused) -> Iterator[dict[str, str]]:
    """The problems as data, for the command line."""
    for problem in error.problems:
        yield dataclasses.asdict(problem)
