"""What a programme is about, as far as its own words tell, and why an entry of the library is offered to it."""

import dataclasses
import re
from collections.abc import Iterable, Mapping

NEEDS: Mapping[str, str] = {
    "work": r"unemploy|jobless|out of work|benefit claimant|long-term claim|workless",
    "home": r"homeless|rough sleep|sleep(?:s|ing)? rough|settled home|hostel|evict|temporary accommodation",
    "offending": r"offend|reoffend|prison|probation|convict|custody",
    "substances": r"drug|alcohol|substance|addict",
    "families": r"troubled famil|families with|whole famil|parents? and child",
    "young": r"young people|neet\b|school|youth",
    "health": r"health|hospital|patient|care leaver|illness|disab",
}
OUTCOMES: Mapping[str, str] = {
    "job": r"\bjobs?\b|employ|\bwork\b|earn",
    "housing": r"tenanc|accommodation|\bhomes?\b|housing",
    "reoffending": r"reoffend|reconvict",
    "recovery": r"recover|treatment|abstin",
    "family": r"famil",
    "learning": r"attend|learning|school|qualif",
    "health": r"health|hospital|admission",
}
COMMON = frozenset(
    [
        "about", "after", "already", "also", "another", "because", "been", "before", "being", "come", "comes",
        "could", "count", "counted", "different", "each", "every", "find", "first", "from", "give", "given", "good",
        "have", "help", "into", "keep", "keeps", "kept", "last", "like", "long", "made", "make", "many", "more",
        "most", "much", "must", "need", "needs", "once", "only", "other", "outcome", "outcomes", "over", "paid",
        "payment", "payments", "pays", "people", "person", "programme", "public", "record", "records", "result",
        "results", "same", "scheme", "service", "services", "should", "show", "some", "such", "than", "that", "their",
        "them", "then", "there", "these", "they", "this", "those", "through", "time", "together", "under", "until",
        "used", "uses", "very", "want", "well", "were", "what", "when", "where", "which", "while", "will", "with",
        "without", "would", "year", "years", "your",
    ]
)  # fmt: skip
LEAST_LETTERS, MOST_WORDS, MOST_SHOWN, LEAST_SHARED = 4, 80, 5, 2


@dataclasses.dataclass(frozen=True)
class About:
    """A programme as the library sees it: its words, its sector, and what they tell of need and outcome."""

    words: tuple[str, ...] = ()
    sector: str = ""
    needs: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()


def words_of(text: str) -> tuple[str, ...]:
    """The words that tell what a text is about: each once, none that every programme uses."""
    found = re.findall(r"[a-z]+(?:-[a-z]+)*", text.casefold())
    telling = [word for word in found if len(word) >= LEAST_LETTERS and word not in COMMON]
    return tuple(dict.fromkeys(telling))[:MOST_WORDS]


def _told(text: str, table: Mapping[str, str]) -> frozenset[str]:
    return frozenset(code for code, pattern in table.items() if re.search(pattern, text, re.IGNORECASE))


def about(text: str, sector: str) -> About:
    """What the text of a programme tells: the words, and the needs and outcomes that they are signs of."""
    return About(words_of(text), sector.strip(), _told(text, NEEDS), _told(text, OUTCOMES))


def shared(words: Mapping[str, str], lexemes: Iterable[str]) -> list[str]:
    """The programme's own words that an entry uses too. `words` leads from the stem of a word to the word."""
    there = set(lexemes)
    return [word for stem, word in words.items() if stem in there][:MOST_SHOWN]


def because(*, need: str, outcome: str, sector: str, words: list[str]) -> list[str]:
    """Why an entry is offered, in phrases that follow “because”; none when it is not worth offering.

    What is empty is not shared. One word alone is chance.
    """
    if not (need or outcome or sector) and len(words) < LEAST_SHARED:
        return []
    return [
        *([f"it is about the same need: {need.lower()}"] if need else []),
        *([f"it is about a like outcome: {outcome.lower()}"] if outcome else []),
        *([f"it comes from the same sector: {sector}"] if sector else []),
        *([f"it uses words of yours: {', '.join(words)}"] if words else []),
    ]
