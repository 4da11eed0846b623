"""Schemes elsewhere: taken from a file, superseded by a later one, and removed with the reason."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from monitoring.domain import comparator_files, comparator_gathering, exact_json, gathering_ocds
from monitoring.domain.comparator_files import ALL, GOOD, Read
from monitoring.domain.comparators import OCDS
from monitoring.domain.exact_json import Fault
from monitoring.models import Comparator, ComparatorRemoval, ComparatorVersion
from stages.actions import records
from stages.models import Programme

NEW, NEWER, SAME, OLDER, LEFT_OUT = "new", "newer", "same", "older", "left_out"
MOST = 200
STAGE = 1


class ComparatorRefused(Refused):
    """The comparator cannot be taken or removed as things stand."""


class ComparatorsRefused(ComparatorRefused):
    """Nothing was taken from the file. `faults` lists everything that is wrong, place by place."""

    def __init__(self, faults: Sequence[Fault], may_take_the_rest: bool) -> None:
        self.faults = self.wrong = list(faults)
        self.may_take_the_rest = may_take_the_rest
        count = "1 thing is wrong" if len(self.faults) == 1 else f"{len(self.faults)} things are wrong"
        rest = " What is right can be taken without them, if you ask for that." if may_take_the_rest else ""
        super().__init__(f"Nothing was taken: {count} with the file.{rest}")


@dataclasses.dataclass(frozen=True)
class Taken:
    """What became of one scheme of a file; the version is the one that now stands for it. `is_merged`: it holds
    releases that were sent before, too."""

    state: str
    title: str
    version: ComparatorVersion | None
    faults: tuple[Fault, ...]
    is_merged: bool = False

    @property
    def named(self) -> str:
        return f"“{self.title}”" if self.title else "a scheme without a name"


@transaction.atomic
def take(
    *,
    programme: Programme,
    content: bytes,
    filename: str = "",
    identifier: str = "",
    consent: str = ALL,
    by: User,
    at: datetime,
) -> list[Taken]:
    """Keep every scheme of the file, each as a new comparator or as the next version of one that is there.

    With the consent `all`, nothing is taken while anything is wrong; with `good`, what is wrong is kept and listed but
    not read, and a scheme that cannot be read at all is left out. The same content again changes nothing. Releases of a
    process of OCDS that is there already are put beside those that were sent before. `identifier` is the publisher's
    number, where the file holds one scheme without it. Raises `Forbidden`, `StageClosed` or `ComparatorsRefused` with
    everything that is wrong.
    """
    records.begin(programme, STAGE, by)
    found = _read(content, identifier.strip(), consent)
    known = {one.comparator_id: one for one in _latest(programme)}
    if len(known) + sum(_same(known.values(), one) is None for one in found if one.reading) > MOST:
        raise ComparatorRefused(f"A programme keeps at most {MOST} comparators. Leave some out.")
    taken = []
    for one in found:
        made = _take(programme, one, known, filename, by, at)
        if made.version is not None:
            known[made.version.comparator_id] = made.version
        taken.append(made)
    return taken


def _read(content: bytes, identifier: str, consent: str) -> list[Read]:
    """What the file holds, as far as it may be taken."""
    try:
        found = comparator_files.read(content)
    except exact_json.Unreadable as unreadable:
        raise ComparatorsRefused(unreadable.faults, may_take_the_rest=False) from unreadable
    if identifier and len(found) > 1:
        raise ComparatorRefused("The number belongs to one scheme, and the file holds several. Leave it empty.")
    if identifier and found[0].reading is not None:
        found = [_under(found[0], identifier)]
    found = comparator_files.each_once(found)
    faults = [fault for one in found for fault in one.faults]
    some = any(one.reading for one in found)
    if faults and (consent != GOOD or not some):
        raise ComparatorsRefused(faults[: exact_json.MOST_FAULTS], may_take_the_rest=some)
    return found


def _under(one: Read, identifier: str) -> Read:
    assert one.reading is not None
    told = one.reading.identifier
    if told and told.casefold() != identifier.casefold():
        raise ComparatorRefused(
            f"The file says that this is {told}, not {identifier}. Correct the number, or leave it."
        )
    return comparator_files.under(one, identifier)


def _latest(programme: Programme) -> list[ComparatorVersion]:
    found = ComparatorVersion.objects.filter(comparator__programme=programme).latest_of_each()
    return list(found.select_related("comparator", "removal").defer("document"))


def _same(known: Iterable[ComparatorVersion], one: Read) -> ComparatorVersion | None:
    """The latest version of the same scheme: by its number, or by its name where one of the two has no number."""
    assert one.reading is not None
    reading, here = one.reading, [old for old in known if old.comparator.standard == one.reading.standard]
    numbered = [old for old in here if old.identifier and old.identifier.casefold() == reading.identifier.casefold()]
    named = [
        old
        for old in here
        if old.title.casefold() == reading.title.casefold() and not (old.identifier and reading.identifier)
    ]
    return next(iter([*numbered, *named]), None)


def _take(
    programme: Programme, one: Read, known: dict[int, ComparatorVersion], filename: str, by: User, at: datetime
) -> Taken:
    if one.reading is None:
        return Taken(LEFT_OUT, one.title, None, one.faults)
    before = _same(known.values(), one)
    brought = one
    if before is not None and not hasattr(before, "removal"):
        digest = exact_json.digest(one.part.whole)
        if before.comparator.versions.filter(digest=digest).exists() and not _names(before, one):
            return Taken(SAME, one.reading.title, before, one.faults)
        if one.reading.standard == OCDS:
            gathered = comparator_gathering.gathered(before.document, one)
            if not gathered.brings and not gathered.is_here:
                return Taken(OLDER, one.reading.title, before, one.faults)
            if not gathered.brings and _was_around(before, one):
                return Taken(SAME, one.reading.title, before, one.faults)
            brought = _of_a_size(gathered.read)
    comparator = before.comparator if before else _begin(programme, one.reading.standard)
    version = keep(comparator=comparator, read=brought, before=before, filename=filename, by=by, at=at)
    return Taken(NEW if before is None else NEWER, version.title, version, one.faults, brought is not one)


def _was_around(before: ComparatorVersion, one: Read) -> bool:
    """Whether a file of the comparator said the same around its releases: who publishes them, and when."""
    documents = before.comparator.versions.values_list("document", flat=True)
    said = {gathering_ocds.around(exact_json.parse(text.encode())) for text in documents}
    return gathering_ocds.around(one.part.whole) in said


def _of_a_size(gathered: Read) -> Read:
    if gathered.reading is None:
        raise ComparatorRefused(
            "With the releases that are here already, this process is too large to be kept. Remove the comparator, and "
            "send a record with its compiled release."
        )
    return gathered


def _names(before: ComparatorVersion, one: Read) -> bool:
    """Whether the file brings the number that was not known before."""
    return one.reading is not None and bool(one.reading.identifier) and not before.identifier


def _begin(programme: Programme, standard: str) -> Comparator:
    last = programme.comparators.aggregate(last=Max("number"))["last"] or 0
    return Comparator.objects.create(programme=programme, number=last + 1, standard=standard)


def keep(
    *, comparator: Comparator, read: Read, before: ComparatorVersion | None, filename: str, by: User, at: datetime
) -> ComparatorVersion:
    """Write the next version of a comparator, for actions that have settled who may and whether it is one."""
    reading = read.reading
    assert reading is not None
    version = ComparatorVersion.objects.create(
        comparator=comparator,
        number=before.number + 1 if before else 1,
        identifier=(reading.identifier or (before.identifier if before else ""))[:200],
        title=reading.title[:1000],
        as_of=reading.as_of[:40],
        document=exact_json.written(read.part.whole),
        digest=exact_json.digest(read.part.whole),
        filename=filename[:255],
        known=len(reading.known),
        unknown=len(reading.unknown),
        wrong=len(reading.wrong),
        added_by=by,
        added_at=at,
    )
    names = ["number", "identifier", "title", "digest", "known", "unknown", "wrong"]
    after = records.values(version, names) | {"comparator": comparator.number}
    slug = comparator.programme.slug
    audit.record(by=by, at=at, action="monitoring.comparator.take", programme=slug, subject=version, after=after)
    return version


@transaction.atomic
def remove(*, comparator: Comparator, reason: str, by: User, at: datetime) -> ComparatorRemoval:
    """Take a comparator off the list, with the reason. It stays in the history, and its file brings it back."""
    records.begin(comparator.programme, STAGE, by)
    version = comparator.versions.select_related("removal").order_by("-number")[:1].get()
    if hasattr(version, "removal"):
        raise ComparatorRefused("This comparator was removed already.")
    if not reason.strip():
        raise ComparatorRefused("Enter why the comparator is removed.")
    return keep_removal(version=version, reason=reason.strip(), by=by, at=at)


def keep_removal(*, version: ComparatorVersion, reason: str, by: User, at: datetime) -> ComparatorRemoval:
    """Write the removal of a version, for actions that have settled who may."""
    removal = ComparatorRemoval.objects.create(version=version, reason=reason, removed_by=by, removed_at=at)
    audit.record(
        by=by,
        at=at,
        action="monitoring.comparator.remove",
        programme=version.comparator.programme.slug,
        subject=version,
        after={"comparator": version.comparator.number, "reason": reason},
    )
    return removal
