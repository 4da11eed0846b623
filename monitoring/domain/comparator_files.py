"""A file from GO Lab's database or from a procurement portal: which schemes it holds, and what is read of each.

Of a file with several schemes each is kept as a file of its own (`Part.whole`), with everything around it, so that
what is kept can be read again in the same way.
"""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from monitoring.domain import (
    exact_json,
    indigo_fields,
    indigo_workbooks,
    known_fields,
    merging_ocds,
    ocds_fields,
    reading_indigo,
    reading_ocds,
)
from monitoring.domain.comparators import INDIGO, OCDS, Place, Reading, wrong_paths
from monitoring.domain.exact_json import MOST_FAULTS, Fault, below

LARGEST = 5 * 1024 * 1024
LARGEST_PART = 1024 * 1024
MOST_AROUND = 100 * 1024
MOST_PARTS = 100
ALL, GOOD = "all", "good"
"""What is to be done where something is wrong: take nothing, or take the rest."""
NEITHER = (
    "It is neither a project of INDIGO nor a release of OCDS.",
    "Download a project from GO Lab's database, or a release from a procurement portal, as JSON.",
)
OF_A_PROJECT = frozenset(indigo_fields.PROJECT) - {"id", "status", "name", "notes", "sources", "documents"}


@dataclasses.dataclass(frozen=True)
class Part:
    """One scheme of a file. `renamed` leads from the paths of `whole` back to those of the file."""

    standard: str
    whole: Any
    renamed: tuple[tuple[str, str], ...] = ()

    def in_file(self, path: str) -> str:
        for own, theirs in self.renamed:
            if not own or path == own or path.startswith(f"{own}/"):
                rest = path[len(own) :].lstrip("/")
                return below(theirs, rest) if rest else theirs
        return path


@dataclasses.dataclass(frozen=True)
class Read:
    """What became of one scheme of a file. Without a reading it cannot be taken; `faults` have paths of the file."""

    part: Part
    reading: Reading | None
    faults: tuple[Fault, ...]

    @property
    def title(self) -> str:
        return self.reading.title if self.reading else ""


def read(content: bytes) -> list[Read]:
    """Everything that the file holds. Raises `exact_json.Unreadable` where it is no such file at all."""
    if len(content) > LARGEST:
        megabytes = LARGEST // 1024**2
        raise exact_json.Unreadable(
            Fault("", f"It is larger than {megabytes} MB.", "Download the schemes one by one, or in smaller lists.")
        )
    is_workbook = indigo_workbooks.is_workbook(content)
    document, cells = indigo_workbooks.read(content) if is_workbook else (exact_json.parse(content), {})
    found = list(itertools.islice(parts(document), MOST_PARTS + 1))
    if not found:
        raise exact_json.Unreadable(Fault("", "The list is empty.", "Choose a file with at least one scheme."))
    if len(found) > MOST_PARTS:
        raise exact_json.Unreadable(Fault("", f"It holds more than {MOST_PARTS} schemes.", "Send it in parts."))
    return [_in_cells(read_part(part), cells) for part in found]


def _in_cells(found: Read, cells: Mapping[str, str]) -> Read:
    """With the cells in place of paths, where the file is a workbook."""
    faults = tuple(dataclasses.replace(one, path=cells.get(one.path, one.path)) for one in found.faults)
    return dataclasses.replace(found, faults=faults)


def parts(document: Any) -> Iterator[Part]:
    """The schemes of a file, each with what stands around it."""
    if isinstance(document, list):
        for places in _together(document):
            if len(places) == 1:
                yield from _entry(document, *places)
                continue
            names = tuple((f"releases/{own}", str(theirs)) for own, theirs in enumerate(places))
            yield Part(OCDS, {"releases": [document[place] for place in places]}, names)
    elif not isinstance(document, Mapping):
        yield Part("", document)
    elif isinstance(document.get("projects"), list):
        yield from _each(document, "projects", INDIGO)
    elif isinstance(document.get("records"), list):
        yield from _each(document, "records", OCDS)
    elif isinstance(document.get("releases"), list) and "ocid" not in document:
        yield from _processes(document)
    elif "project" in document:
        yield Part(INDIGO, document)
    elif "ocid" in document:
        yield Part(OCDS, document)
    else:
        yield Part(INDIGO if OF_A_PROJECT & set(document) else "", document)


def _together(document: Sequence[Any]) -> Iterable[list[int]]:
    """The places of a list: releases of one process that stand there by themselves together, all else one by one."""
    groups: dict[Any, list[int]] = {}
    for place, entry in enumerate(document):
        groups.setdefault(_bare_ocid(entry) or place, []).append(place)
    return groups.values()


def _bare_ocid(entry: Any) -> str:
    is_bare = isinstance(entry, Mapping) and not {"releases", "records", "compiledRelease", "project"} & set(entry)
    return str(entry.get("ocid") or "") if is_bare else ""


def _entry(document: Sequence[Any], place: int) -> Iterator[Part]:
    for part in parts(document[place]):
        names = [(own, below(str(place), theirs)) for own, theirs in part.renamed]
        yield dataclasses.replace(part, renamed=(*names, ("", str(place))))


def _each(document: Mapping[str, Any], name: str, standard: str) -> Iterator[Part]:
    _refuse_much_around(document, name)
    for place, entry in enumerate(document[name]):
        yield Part(standard, {**document, name: [entry]}, ((f"{name}/0", f"{name}/{place}"),))


def _refuse_much_around(document: Mapping[str, Any], name: str) -> None:
    """What stands around several schemes is kept with each of them, so it has to be little."""
    around = {other: inner for other, inner in document.items() if other != name}
    if len(document[name]) > 1 and len(exact_json.written(around)) > MOST_AROUND:
        said = f"What stands around the schemes is larger than {MOST_AROUND // 1024} kB."
        raise exact_json.Unreadable(Fault("", said, "Send the schemes one by one."))


def _processes(document: Mapping[str, Any]) -> Iterator[Part]:
    """The releases of a package by their ocid: those of one process belong together."""
    _refuse_much_around(document, "releases")
    groups: dict[Any, list[int]] = {}
    for place, entry in enumerate(document["releases"]):
        ocid = entry.get("ocid") if isinstance(entry, Mapping) else None
        groups.setdefault(ocid if isinstance(ocid, str) and ocid else place, []).append(place)
    for places in groups.values():
        names = tuple((f"releases/{own}", f"releases/{theirs}") for own, theirs in enumerate(places))
        yield Part(OCDS, {**document, "releases": [document["releases"][place] for place in places]}, names)


def read_part(part: Part) -> Read:
    """The scheme with everything that is wrong with it."""
    if not part.standard:
        return Read(part, None, (Fault(part.in_file(""), *_neither(part.whole)),))
    if len(exact_json.written(part.whole)) > LARGEST_PART:
        said = f"This scheme alone is larger than {LARGEST_PART // 1024**2} MB."
        return Read(part, None, (Fault(part.in_file(""), said, "Check that it is the right file."),))
    reading, lacking = _indigo(part.whole) if part.standard == INDIGO else _ocds(part.whole)
    told = [*lacking, *reading.faults]
    faults = tuple(dataclasses.replace(one, path=part.in_file(one.path)) for one in told[:MOST_FAULTS])
    return Read(part, None if lacking else reading, faults)


def _neither(document: Any) -> tuple[str, str]:
    if isinstance(document, Mapping) and {"pack", "programme"} <= set(document):
        return "It is a programme pack.", "Start a programme with it, or ask for INDIGO when you export one."
    if isinstance(document, Mapping) and {"organisation", "organisations"} & set(document):
        return "It is an organisation of INDIGO, not a project.", NEITHER[1]
    return NEITHER


def _indigo(whole: Mapping[str, Any]) -> tuple[Reading, list[Fault]]:
    """The project in any of the forms in which it comes: itself, under `project`, or with its number beside it."""
    tree, path, number = _where(whole)
    walk = known_fields.walk(whole, tree)
    place = Place(whole, wrong_paths(walk))
    project = place.at(*path)
    identifier = place.at(*number).text("id") if number is not None else ""
    organisations = place.items("organisations")
    lacking = []
    if not isinstance(project.node, Mapping):
        lacking.append(Fault(project.path, "There is no project here.", "Download it again."))
    elif not project.text("name").strip():
        lacking.append(Fault(below(project.path, "name"), *_nameless(project.node)))
    return reading_indigo.reading(project, organisations, identifier, walk), lacking


def _where(whole: Mapping[str, Any]) -> tuple[known_fields.Tree, tuple[str, ...], tuple[str, ...] | None]:
    """The fields of the whole file, where in it the project stands, and where its number."""
    project = indigo_fields.PROJECT
    name = "projects" if "projects" in whole else "project" if "project" in whole else ""
    if not name:
        return project, (), ()
    inner = whole[name][0] if name == "projects" else whole[name]
    boxed = isinstance(inner, Mapping) and "data" in inner
    box: known_fields.Tree = {"id": known_fields.TEXT, "data": project} if boxed else project
    first: tuple[str, ...] = (name, "0") if name == "projects" else (name,)
    tree = {"organisations": indigo_fields.ORGANISATIONS, name: [box] if name == "projects" else box}
    return tree, (*first, "data") if boxed else first, first


def _nameless(project: Mapping[str, Any]) -> tuple[str, str]:
    if set(project) <= {"id", "public"}:
        return "This is the number of a project without the project.", "Open each project by its number and send that."
    return "The project has no name.", 'Write its name, as {"value": "…"}.'


def _ocds(whole: Mapping[str, Any]) -> tuple[Reading, list[Fault]]:
    """The process in any of the forms in which it comes: a release, a record, or a package of either."""
    paths: list[tuple[str, ...]]
    if "releases" in whole and "ocid" not in whole:
        tree = ocds_fields.RELEASE_PACKAGE
        paths = [("releases", str(n)) for n in range(len(whole["releases"]))]
    elif "records" in whole:
        tree, paths = ocds_fields.RECORD_PACKAGE, _of_record(whole["records"][0], ("records", "0"))
    elif {"releases", "compiledRelease"} & set(whole):
        tree, paths = ocds_fields.RECORD, _of_record(whole, ())
    else:
        tree, paths = ocds_fields.RELEASE, [()]
    walk = known_fields.walk(whole, tree)
    place = Place(whole, wrong_paths(walk))
    releases = [place.at(*path) for path in paths] or [Place({}, frozenset())]
    lacking = [fault for one in releases for fault in _lacking(one)] if paths else [_unlinked(whole)]
    process = merging_ocds.merged(releases) if len(releases) > 1 and not lacking else releases[-1]
    return reading_ocds.reading(process, walk), lacking


def _of_record(record: Any, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Where the releases of a record stand: the compiled one, or those that are there and not only linked."""
    if not isinstance(record, Mapping):
        return [path]
    if isinstance(record.get("compiledRelease"), Mapping):
        return [(*path, "compiledRelease")]
    releases = record.get("releases")
    entries: Sequence[Any] = releases if isinstance(releases, list) else ()
    return [(*path, "releases", str(n)) for n, one in enumerate(entries) if isinstance(one, Mapping) and "ocid" in one]


def _unlinked(whole: Mapping[str, Any]) -> Fault:
    path = "records/0/releases" if "records" in whole else "releases"
    return Fault(path, "The record only says where its releases are.", "Download the releases and send them.")


def _lacking(release: Place) -> list[Fault]:
    if not isinstance(release.node, Mapping):
        return [Fault(release.path, "There is no release here.", "Download it again.")]
    found = []
    for name in ocds_fields.REQUIRED:
        value = release.node.get(name)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            found.append(Fault(below(release.path, name), "Every release states it, and this one does not.", "Add it."))
        elif name in ("ocid", "id") and not isinstance(value, str):
            found.append(Fault(below(release.path, name), "It has to be a text.", "Write it in quotation marks."))
    return found


def under(one: Read, identifier: str) -> Read:
    """The scheme under the number by which its publisher keeps it, where its file does not say one."""
    if one.reading is None or one.reading.identifier or not identifier:
        return one
    return dataclasses.replace(one, reading=dataclasses.replace(one.reading, identifier=identifier))


def each_once(found: Sequence[Read]) -> list[Read]:
    """The schemes of a file without those that stand there a second time and say something else."""
    seen: dict[tuple[str, str], str] = {}
    kept = []
    for one in found:
        if one.reading is None:
            kept.append(one)
            continue
        key = (one.reading.standard, (one.reading.identifier or one.reading.title).casefold())
        digest = exact_json.digest(one.part.whole)
        if key not in seen:
            seen[key] = digest
            kept.append(one)
        elif seen[key] != digest:
            cure = (
                "Keep one of them." if one.part.standard == INDIGO else "Send them in two files: they are merged then."
            )
            twice = Fault(one.part.in_file(""), f"“{one.title}” stands in the file twice.", cure)
            kept.append(dataclasses.replace(one, reading=None, faults=(*one.faults, twice)))
    return kept


def read_kept(text: str) -> Reading:
    """A scheme that was taken from a file before, read again from what was kept of it."""
    (part,) = parts(exact_json.parse(text.encode()))
    reading = read_part(part).reading
    assert reading is not None
    return reading
