"""Salience of a stakeholder: which of power, legitimacy and urgency they are seen to hold.

Mitchell, Agle and Wood (1997), "Toward a theory of stakeholder identification and salience", doi
10.5465/amr.1997.9711022105. The class is computed from the latest scores, never typed. A score of 2 or 3 is held.
"""

import dataclasses

HELD_AT = 2
HIGHEST = 3


@dataclasses.dataclass(frozen=True)
class Salience:
    """A class of stakeholder: its code, name, how many attributes it holds, and what follows for the programme."""

    code: str
    name: str
    attributes: int
    consequence: str


NONE = Salience("none", "Not a stakeholder", 0, "Keep with the date, and score again at the next review.")
DORMANT = Salience("dormant", "Dormant", 1, "Watch; set a date to review.")
DISCRETIONARY = Salience("discretionary", "Discretionary", 1, "Keep informed; set a date to review.")
DEMANDING = Salience("demanding", "Demanding", 1, "Listen; set a date to review.")
DOMINANT = Salience("dominant", "Dominant", 2, "Give them a formal channel to the programme.")
DANGEROUS = Salience("dangerous", "Dangerous", 2, "Plan how to lower the risk that they bring.")
DEPENDENT = Salience("dependent", "Dependent", 2, "Give them an advocate on the Expert Body.")
DEFINITIVE = Salience("definitive", "Definitive", 3, "Engage them, name who owns it, and agree the outcomes with them.")

BY_ATTRIBUTES = {
    (False, False, False): NONE,
    (True, False, False): DORMANT,
    (False, True, False): DISCRETIONARY,
    (False, False, True): DEMANDING,
    (True, True, False): DOMINANT,
    (True, False, True): DANGEROUS,
    (False, True, True): DEPENDENT,
    (True, True, True): DEFINITIVE,
}
CLASSES = (DEFINITIVE, DEPENDENT, DANGEROUS, DOMINANT, DEMANDING, DISCRETIONARY, DORMANT, NONE)
BY_CODE = {salience.code: salience for salience in CLASSES}


def classify(power: int, legitimacy: int, urgency: int) -> Salience:
    """The class from three scores, each 0 (none) to 3 (high)."""
    return BY_ATTRIBUTES[power >= HELD_AT, legitimacy >= HELD_AT, urgency >= HELD_AT]


def quadrant(power: int, interest: int) -> str:
    """The cell of the power/interest grid."""
    if power >= HELD_AT:
        return "Manage closely" if interest >= HELD_AT else "Keep satisfied"
    return "Keep informed" if interest >= HELD_AT else "Monitor"
