"""Which of several releases says what of a process that they tell of together."""

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True)
class Release:
    """One of several releases that tell of a process together. `path` is where it stands in the file."""

    path: str
    id: str
    date: str


@dataclasses.dataclass(frozen=True)
class Origins:
    """Where in the file the parts of a document are from that was merged of several releases, the latest last."""

    places: Mapping[str, tuple[str, ...]]
    releases: tuple[Release, ...]

    def release(self, place: str) -> Release | None:
        """The release in which a place of the file is."""
        return next((one for one in self.releases if place == one.path or place.startswith(f"{one.path}/")), None)
