"""What work over large sets asks of memory."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the search for cyclic garbage: among millions of small tuples it finds none, and takes much of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_what_is_loaded() -> None:
    """Take what there is now out of the search for cyclic garbage: it is the application itself, which stays.

    Searched through again with everything that comes after, it held up one request in ten to twenty for a list by more
    than a tenth of a second.
    """
    gc.collect()
    gc.freeze()
