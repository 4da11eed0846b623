"""What the tests of methods draw: shares of people, chances, and counts of events by person."""

from hypothesis import strategies as st


@st.composite
def shares(draw: st.DrawFn, most: int = 5000) -> tuple[int, int]:
    """Successes and people, at least one."""
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


PROBABILITY = st.floats(0.001, 0.999)


@st.composite
def events_by_person(draw: st.DrawFn) -> list[int]:
    """Events of each of three to sixty people, with at least one event among them."""
    found = draw(st.lists(st.integers(0, 12), min_size=3, max_size=60))
    return found if any(found) else [1, *found]
