"""How easy a text is to read: Flesch's reading ease (Flesch 1948), with syllables counted by rule.

206.835 − 1.015 × words per sentence − 84.6 × syllables per word. From 60 on, most people of thirteen read it with ease.
"""

import re

BAR = 65.0
"""What every fixed text in plain words reaches at least."""

_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels; one at least."""
    letters = re.sub(r"[^a-z]", "", word.casefold())
    if not letters:
        return 1
    count = len(_VOWELS.findall(letters))
    silent_e = letters.endswith("e") and not letters.endswith(("le", "ee", "ye"))
    silent_ed = letters.endswith("ed") and not letters.endswith(("ted", "ded"))
    return max(1, count - (1 if silent_e or silent_ed else 0))


def ease(text: str) -> float:
    """Flesch's reading ease of the text: the higher, the easier. Raises `ValueError` when it holds no word."""
    sentences = [part for part in re.split(r"[.!?:;]+(?:\s|$)", text) if re.search(r"\w", part)]
    words = re.findall(r"[\w'’£%-]+", text)
    if not words:
        raise ValueError("A text without words has no reading ease.")
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * sum(map(syllables, words)) / len(words)
