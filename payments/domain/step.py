"""A step of an explanation."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Step:
    """One step of a calculation. `result` is an amount or a date, in words."""

    title: str
    formula: str
    values: str
    result: str
