"""What else a programme can begin with, beside the library and packs: the apps that hold it offer it and bring it in.

`choices` is f(user) → (value, label) of what the person may begin with; `initial` is f(user, value) → what the form for
starting a programme begins with; `begin` is f(programme=…, value=…, by=…, at=…), in the transaction that starts the
programme. All are dotted paths. `stages` loads the table through settings.PROGRAMME_STARTS.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class ProgrammeStart:
    code: str
    label: str
    field: str
    hint: str
    choices: str
    initial: str
    begin: str


PROGRAMME_STARTS: tuple[ProgrammeStart, ...] = (
    ProgrammeStart(
        "comparator",
        "With a comparator of a programme of yours",
        "Comparator",
        "If you begin with one: it is kept as the first comparator of the new programme, and its outcomes are offered "
        "when the contract is drafted.",
        choices="monitoring.selectors.comparator_starts.choices",
        initial="monitoring.selectors.comparator_starts.initial",
        begin="monitoring.actions.comparator_starts.begin",
    ),
)
