"""A process of OCDS of which another file came: what is there and what came now, as one comparator."""

import dataclasses

from monitoring.domain import comparator_files, exact_json, gathering_ocds
from monitoring.domain.comparator_files import Part, Read
from monitoring.domain.comparators import OCDS


@dataclasses.dataclass(frozen=True)
class Gathered:
    """The process with the releases of both. `brings` is whether the file brings any that were not there, or says
    something else; `is_here` whether all that it holds was there already. What is neither is older than a compiled
    release that tells it."""

    read: Read
    brings: bool
    is_here: bool


def gathered(kept: str, sent: Read) -> Gathered:
    """The document that is kept, with what came now. Files of which one does not say its `ocid` alike are not merged:
    the one that came now stands."""
    before = exact_json.parse(kept.encode())
    ocid = gathering_ocds.ocid(sent.part.whole)
    if not ocid or ocid != gathering_ocds.ocid(before):
        return Gathered(sent, brings=True, is_here=False)
    old, new = gathering_ocds.releases(before), gathering_ocds.releases(sent.part.whole)
    found = gathering_ocds.together(old, new)
    is_alone = gathering_ocds.same(found, new)
    whole = sent.part.whole if is_alone else gathering_ocds.with_releases(sent.part.whole, found)
    return Gathered(
        sent if is_alone else comparator_files.read_part(Part(OCDS, whole)),
        brings=not gathering_ocds.same(found, old),
        is_here=set(map(exact_json.digest, new)) <= set(map(exact_json.digest, old)),
    )
