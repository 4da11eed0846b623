"""A folder from which files are sent as they come.

A file that has stopped growing goes to `sending/`; a note beside it is written before it is sent, with the key under
which it is sent, and then with the number of its submission. When all its rows were taken it goes to `done/`, otherwise
to `refused/` with the table of errors beside it; then the note goes. Whoever starts again after any of these steps goes
on from what stands there: the same file is sent under the same key, and so is taken once.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pbrmanager_client import models, problems, reports
from pbrmanager_client.client import Client
from pbrmanager_client.sending import CONTENT, Consent, Kind

LATER = (problems.Unreachable, problems.NotNow, problems.TooMany, problems.Failed, problems.CutOff)
KEYS_ARE_KNOWN = timedelta(days=1)  # the server knows them for two: what is older is looked for among what it has
CLOCKS_DIFFER = timedelta(hours=1)
LONGEST_NAME = 200


class AlreadyWatched(problems.Trouble):
    """Another program watches the folder."""


@dataclasses.dataclass(frozen=True)
class Note:
    """What is known of a file that is being sent: under which key, as what, and as which submission."""

    key: str
    digest: str
    programme: str
    agent: str
    kind: Kind
    consent: Consent | None
    begun_at: str
    submission: int | None = None


@dataclasses.dataclass
class Watch:
    """The folder, and how its files are to be sent. `settle` is how long a file must stand still, in seconds."""

    client: Client
    folder: Path
    programme: str
    kind: Kind
    agent: str = ""
    consent: Consent | None = None
    settle: float = 10.0
    every: float = 2.0
    say: Callable[[str], None] = print
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}
        self._told: set[str] = set()
        self.told_to_wait = False
        for name in ("sending", "done", "refused"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def look(self) -> int:
        """Send what is ready, one file after the other by name. How many files wait for the next look.

        Where the server cannot be reached or asks to come later, the file waits. Any other problem that is not one of
        the file is raised: the token, the programme or the agent is not right.
        """
        self.told_to_wait = False
        self._tell_of_others()
        try:
            for path in self._in_hand():
                self._carry(path)
            for path in self._still():
                taken = self.folder / "sending" / path.name
                _move(path, taken)
                self._carry(taken)
        except LATER as trouble:
            self.told_to_wait = True
            self.say(f"Later: {trouble}")
        return len(self._in_hand()) + len(self._candidates())

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.iterdir() if not path.name.startswith((".", "~")) and path.is_file())

    def _candidates(self) -> list[Path]:
        return [path for path in self._files() if not _why_not(path)]

    def _tell_of_others(self) -> None:
        """Say once of each file that is not sent why it is not: nobody should wait for it."""
        for path in self._files():
            if (why := _why_not(path)) and path.name not in self._told:
                self._told.add(path.name)
                shown = path.name.encode(errors="backslashreplace").decode()
                self.say(f"{shown} is not sent: {why}")

    def _still(self) -> list[Path]:
        """The files that have not changed for as long as they must stand still."""
        seen, now = {}, self.clock()
        for path in self._candidates():
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                state = (found.st_size, found.st_mtime_ns)
                before, since = self._seen.get(path, (None, now))
                seen[path] = (state, since if before == state else now)
        self._seen = seen
        return [path for path, (_state, since) in sorted(seen.items()) if now - since >= self.settle]

    def _in_hand(self) -> list[Path]:
        """What was being sent. A note without its file is what was left to do, and is done."""
        sending = self.folder / "sending"
        for note in sorted(sending.glob("*.json")):
            if not note.with_suffix("").exists():
                _remove(note)
        return sorted(path for path in sending.iterdir() if path.suffix.lower() in CONTENT and path.is_file())

    def _carry(self, path: Path) -> None:
        """Bring a file in `sending/` to where it belongs, from whatever step it has come to."""
        digest = digest_of(path)
        note = self._noted(path)
        if note is None or (note.digest != digest and note.submission is None):
            note = self._note(path, self._new_note(digest))
        if note.submission is None:
            try:
                found = self._submitted_before(path, note) or self._send(path, note)
            except problems.FileNotTaken as problem:
                self.say(f"{path.name}: {problem.detail}")
                self._refuse(path, "", [reports.of_problem(problem)])
                return
            note = self._note(path, dataclasses.replace(note, submission=found.id))
        assert note.submission is not None
        ended = self.client.wait(note.programme, note.submission, every=self.every)
        self.say(reports.in_words(ended))
        if ended.digest != digest_of(path):
            self.say(f"{path.name} changed while it was sent. It is sent again as it is now.")
            _remove(_note_of(path))
        elif reports.all_taken(ended):
            self._settle(path, self._free("done", path, str(ended.id)))
        else:
            self._refuse(path, str(ended.id), self._wrong(note.programme, ended))

    def _send(self, path: Path, note: Note) -> models.Submission:
        return self.client.send_file(
            note.programme, path, kind=note.kind, agent=note.agent, consent=note.consent, key=note.key,
            filename=path.name[-LONGEST_NAME:],
        )  # fmt: skip

    def _submitted_before(self, path: Path, note: Note) -> models.Submission | None:
        """The submission of a file whose key the server may have forgotten, if it came that far."""
        begun_at = datetime.fromisoformat(note.begun_at)
        if datetime.now(UTC) - begun_at < KEYS_ARE_KNOWN:
            return None
        for found in self.client.submissions(note.programme, q=path.name[-100:], kind=note.kind):
            if found.submitted_at < begun_at - CLOCKS_DIFFER:
                return None
            if found.digest == note.digest and note.agent in {"", found.agent} and not found.dry_run:
                return found
        return None

    def _wrong(self, programme: str, ended: models.Submission) -> Iterator[reports.Line]:
        return reports.of_submission(ended, self.client.errors(programme, ended.id))

    def _refuse(self, path: Path, number: str, wrong: Any) -> None:
        """Into `refused/`, the table of errors first: a file without its table would not say what to do."""
        target = self._free("refused", path, number)
        part = target.with_name(f".{target.name}.part")
        with part.open("w", encoding="utf-8", newline="") as file:
            reports.write(wrong, file)
            _to_disk(file.fileno())
        _move(part, target.with_name(f"{target.name}.errors.csv"))
        self._settle(path, target)

    def _settle(self, path: Path, target: Path) -> None:
        _move(path, target)
        _remove(_note_of(path))

    def _free(self, where: str, path: Path, number: str) -> Path:
        """The name in the folder, with the number of the submission where an earlier file has it."""
        target = self.folder / where / path.name
        tail, count = number or "0", 1
        while target.exists():
            target = self.folder / where / f"{path.stem}.{tail}{path.suffix}"
            tail, count = f"{number or '0'}-{count}", count + 1
        return target

    def _new_note(self, digest: str) -> Note:
        key = f"{digest}-{uuid.uuid4()}"  # the same file may be sent again another day, as a sending of its own
        begun = datetime.now(UTC).isoformat()
        return Note(key, digest, self.programme, self.agent, self.kind, self.consent, begun)

    def _note(self, path: Path, note: Note) -> Note:
        part = path.with_name(f".{path.name}.part")
        with part.open("w", encoding="utf-8") as file:
            json.dump(dataclasses.asdict(note), file)
            _to_disk(file.fileno(), file.flush)
        _move(part, _note_of(path))
        return note

    def _noted(self, path: Path) -> Note | None:
        if not _note_of(path).exists():
            return None
        return Note(**json.loads(_note_of(path).read_text(encoding="utf-8")))


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder, so that no second program sends its files. Raises `AlreadyWatched`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".watched").open("a") as lock:
        try:
            _hold(lock.fileno())
        except OSError as error:
            raise AlreadyWatched(f"Another program watches {folder}.") from error
        yield


def _why_not(path: Path) -> str:
    """Why a file is not sent; empty where it is."""
    if path.suffix.lower() not in CONTENT:
        return f"its name ends in none of {', '.join(CONTENT)}."
    try:
        path.name.encode()
    except UnicodeEncodeError:  # as files from other systems have it, whose letters are other bytes
        return "its name has letters that cannot be read here. Give it another name."
    return ""


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file, as the interface tells it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _hold(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _to_disk(number: int, flush: Callable[[], None] | None = None) -> None:
    if flush:
        flush()
    os.fsync(number)


def _move(source: Path, target: Path) -> None:
    """Give the file its other name in one step, and have that on the disk."""
    source.replace(target)
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
