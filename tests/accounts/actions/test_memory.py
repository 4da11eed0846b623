import gc

import pytest

from accounts.actions.memory import collection_paused, keep_what_is_loaded


def test_collection_goes_on_afterwards_even_when_the_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), collection_paused():
        _ = 1 // gc.isenabled()
    assert gc.isenabled()


def test_a_pause_within_a_pause_does_not_end_it() -> None:
    with collection_paused():
        with collection_paused():
            pass
        assert not gc.isenabled()


def test_what_is_loaded_is_not_searched_through_again() -> None:
    loaded: list[list[int]] = [[]]
    try:
        keep_what_is_loaded()
        made: list[list[int]] = [[]]
        searched = {id(one) for one in gc.get_objects()}
        assert id(made) in searched
        assert id(loaded) not in searched
    finally:
        gc.unfreeze()
