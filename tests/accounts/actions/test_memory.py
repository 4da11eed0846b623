import gc

import pytest

from accounts.actions.memory import collection_paused


def test_collection_goes_on_afterwards_even_when_the_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), collection_paused():
        _ = 1 // gc.isenabled()
    assert gc.isenabled()


def test_a_pause_within_a_pause_does_not_end_it() -> None:
    with collection_paused():
        with collection_paused():
            pass
        assert not gc.isenabled()
