"""Change one clause of a draft. The whole document is read again each time, so that a draft always fits together."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from contracts import permissions
from contracts.actions import drafting
from contracts.actions.refusals import NoLongerDraft, VersionRefused
from contracts.domain.clauses import Period
from contracts.models import ContractVersion
from contracts.selectors import terms as stored

Document = dict[str, Any]
# The sections that are lists, and the field by which an entry is known. Agents are plain codes.
KEYS = {
    "principals": "organisation",
    "agents": "",
    "periods": "code",
    "segments": "code",
    "outcomes": "code",
    "metrics": "code",
    "rules": "code",
    "caps": "code",
    "payer_caps": "code",
    "targets": "code",
    "comparisons": "code",
}


def key_of(section: str, entry: Any) -> str:
    return str(entry[KEYS[section]] if KEYS[section] else entry)


def index_of(document: Mapping[str, Any], section: str, key: str) -> int:
    """Where the entry stands in its section. Raises `VersionRefused` where there is none."""
    for index, entry in enumerate(document[section]):
        if key_of(section, entry) == key:
            return index
    raise VersionRefused(f"There is no “{key}” in this draft any more. Somebody may have removed it.")


@transaction.atomic
def set_fields(*, version: ContractVersion, fields: Mapping[str, Any], by: User, at: datetime) -> ContractVersion:
    """Replace fields of the version itself: title, dates, rounding, calendar."""
    return _change(version, lambda document: document.update(fields), by=by, at=at)


@transaction.atomic
def put(
    *, version: ContractVersion, section: str, item: Mapping[str, Any], key: str | None, by: User, at: datetime
) -> ContractVersion:
    """Add an entry to a section (`key` is None) or put it in the place of the one of that key.

    Raises `BadTerms` with the place and the cure of whatever is wrong.
    """

    entry = item if KEYS[section] else item["organisation"]

    def change(document: Document) -> None:
        if key is None:
            document[section].append(entry)
        else:
            document[section][index_of(document, section, key)] = entry

    return _change(version, change, by=by, at=at)


@transaction.atomic
def remove(*, version: ContractVersion, section: str, key: str, by: User, at: datetime) -> ContractVersion:
    """Take an entry out. Refused, with the places, while another clause refers to it."""

    def change(document: Document) -> None:
        del document[section][index_of(document, section, key)]

    return _change(version, change, by=by, at=at)


@transaction.atomic
def move_up(*, version: ContractVersion, section: str, key: str, by: User, at: datetime) -> ContractVersion:
    """Put an entry before the one above it. Of segments, the first that takes a participant counts."""

    def change(document: Document) -> None:
        index = index_of(document, section, key)
        entries = document[section]
        if index:
            entries[index - 1], entries[index] = entries[index], entries[index - 1]

    return _change(version, change, by=by, at=at)


@transaction.atomic
def replace_periods(
    *, version: ContractVersion, periods: tuple[Period, ...], by: User, at: datetime
) -> ContractVersion:
    """Make these the draft's periods, beside those that are open already, which always stay."""
    opened = list(version.programme.periods.order_by("starts_on"))
    kept = [{"code": one.code, "starts_on": str(one.starts_on), "ends_on": str(one.ends_on)} for one in opened]
    fresh = [
        {"code": one.code, "starts_on": str(one.starts_on), "ends_on": str(one.ends_on)}
        for one in periods
        if not any(one.starts_on <= other.ends_on and other.starts_on <= one.ends_on for other in opened)
    ]
    return _change(version, lambda document: document.update(periods=kept + fresh), by=by, at=at)


def _change(version: ContractVersion, change: Callable[[Document], None], *, by: User, at: datetime) -> ContractVersion:
    permissions.require(by, "contract.draft", version.programme)
    drafting.hold(version.programme)
    locked = drafting.lock(version)
    if not locked.is_draft:
        state = "agreed" if locked.is_agreed else "proposed"
        raise NoLongerDraft(f"Version {locked.number} is {state} and can no longer be changed.")
    document = stored.document(locked)
    change(document)
    return drafting.write_draft(programme=locked.programme, version=locked, document=document, by=by, at=at)
