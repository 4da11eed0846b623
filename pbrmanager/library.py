"""What `stages` tells the library, which lies below it, as dotted paths.

`roles` is a function (user, slug) → the roles that the person holds in the programme of that slug, or in any programme
when the slug is empty; `origin` one (user, slug) → (name, address) of the programme, or None for those who are no
members of it; `citing` one (user, entry's number) → the (name, address) of each programme whose practice log the person
may cite the entry in. `knowledge` loads the table through settings.LIBRARY.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Library:
    roles: str
    origin: str
    citing: str


LIBRARY = Library(
    roles="stages.selectors.library.roles_held",
    origin="stages.selectors.library.origin",
    citing="stages.selectors.library.places_to_cite",
)
