"""Reads comparisons registered in advance from a contract document, checks them, and writes them back."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contracts.domain import comparisons, exact, naming, panels
from contracts.domain.comparisons import Comparison, Counted, Model, Paired, Scale, SegmentShare
from contracts.domain.metrics import RATIO
from contracts.domain.problems import Reader

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

ZERO, ONE = Decimal(0), Decimal(1)
MOST_PEOPLE, MOST_PER_HEAD, MOST_WEIGHT = 100_000_000, Decimal(9_999), Decimal(1_000)
NEEDS = {
    comparisons.FIXED: (("value", "Enter the fixed level that it is held against."),),
    comparisons.GROUP: (),
    comparisons.CASE_MIX: (),
    comparisons.CHANGE: (
        ("before", "Enter how many of the programme's own people achieved it before."),
        ("other_before", "Enter how many of the others achieved it before."),
        ("metric", "Name the metric by which the others are measured since."),
    ),
}


def read(reader: Reader) -> Comparison:
    measure = reader.choice("measure", comparisons.MEASURES)
    most = MOST_PER_HEAD if measure == comparisons.EVENTS else ONE
    found = Comparison(
        code=reader.code("code"),
        name=reader.text("name", required=True, at_most=300),
        outcome=reader.code("outcome"),
        measure=measure,
        against=reader.choice("against", comparisons.AGAINST),
        test=reader.choice("test", comparisons.TESTS),
        matters=reader.decimal("matters", least=ZERO, most=ONE, places=4, required=True) or ZERO,
        window_days=reader.integer("window_days", least=1, most=36_500) or 0,
        pooling=reader.choice("pooling", comparisons.POOLING, default=comparisons.ALL),
        enough=reader.integer("enough", least=1, most=MOST_PEOPLE),
        looks=reader.integer("looks", least=1, most=100, default=1) or 1,
        segment=reader.code("segment", required=False) or None,
        value=reader.decimal("value", least=ZERO, most=most, places=6),
        other=_counted(reader, "other"),
        before=_counted(reader, "before"),
        other_before=_counted(reader, "other_before"),
        metric=reader.code("metric", required=False),
        panel=panels.read(reader),
        shares=tuple(map(_share, reader.readers("shares"))),
        model=_model(reader),
        scale=_scale(reader),
        paired=_paired(reader),
        source=reader.text("source", at_most=300),
    )
    _whole(reader, found)
    reader.finish()
    return found


def _counted(reader: Reader, key: str) -> Counted | None:
    if reader.raw(key) is None:
        return None
    inner = reader.inner(key)
    people = inner.integer("people", least=1, most=MOST_PEOPLE)
    achieved = inner.integer("achieved", least=0, most=MOST_PEOPLE)
    events = inner.integer("events", least=0, most=MOST_PEOPLE)
    squares = inner.integer("squares", least=0, most=MOST_PEOPLE * 100)
    inner.finish()
    if people is None or achieved is None or achieved > people:
        message = "Enter the people of the group, and how many of them achieved it: no more than there are."
        inner.note("", "not_counted", message)
        return None
    if (events is not None and events < achieved) or (squares is not None and (events is None or squares < events)):
        message = "There are no fewer events than people who had one, and no fewer squares than events."
        inner.note("events", "not_counted", message)
        return None
    return Counted(people, achieved, events, squares)


def _share(reader: Reader) -> SegmentShare:
    share = reader.decimal("share", least=ZERO, most=ONE, places=6, required=True)
    found = SegmentShare(reader.code("segment"), share if share is not None else ZERO)
    reader.finish()
    return found


def _model(reader: Reader) -> Model | None:
    if reader.raw("model") is None:
        return None
    inner = reader.inner("model")
    weights = []
    for one in inner.readers("terms", required=True):
        weight = one.decimal("weight", least=-MOST_WEIGHT, most=MOST_WEIGHT, places=9, required=True)
        weights.append((one.text("name", required=True, at_most=60), weight or ZERO))
        one.finish()
    intercept = inner.decimal("intercept", least=-MOST_WEIGHT, most=MOST_WEIGHT, places=9, required=True)
    found = Model(inner.text("version", required=True, at_most=100), intercept or ZERO, tuple(weights))
    naming.once(inner, "terms", [name for name, _weight in weights])
    inner.finish()
    return found


def _scale(reader: Reader) -> Scale | None:
    if reader.raw("scale") is None:
        return None
    inner = reader.inner("scale")
    spread = inner.decimal("spread", least=ZERO, most=Decimal(99_999), places=4, required=True)
    reliability = inner.decimal("reliability", least=ZERO, most=ONE, places=4, required=True)
    inner.finish()
    if spread == 0 or reliability == 1:
        inner.note("", "out_of_range", "A scale has a spread above 0 and a reliability below 1.")
        return None
    return Scale(spread or ONE, reliability or ZERO)


def _paired(reader: Reader) -> Paired | None:
    if reader.raw("paired") is None:
        return None
    inner = reader.inner("paired")
    per_head = inner.decimal("per_head", least=ZERO, most=MOST_PER_HEAD, places=6, required=True)
    found = Paired(inner.code("outcome"), per_head if per_head is not None else ZERO)
    inner.finish()
    return found


def _whole(reader: Reader, found: Comparison) -> None:
    """Everything that the comparison needs is there: nothing is left to be chosen when the figures are known."""
    if found.matters == 0:
        reader.note("matters", "missing", "Enter the smallest difference that matters, above nought.")
    if not found.window_days:
        reader.note("window_days", "missing", "Enter for how many days each person is followed.")
    if found.pooling == comparisons.UNTIL_ENOUGH and found.enough is None:
        reader.note("enough", "missing", "Enter how many people are enough.")
    fitting = comparisons.FITTING[found.measure].get(found.against, ())
    if not fitting:
        reader.note("against", "does_not_fit", "Hold it against a fixed level or a group: nothing else fits.")
    elif found.test not in fitting:
        reader.note("test", "does_not_fit", f"Choose a test that fits what is compared: {' or '.join(fitting)}.")
    in_panel = ("before", "other_before") if found.test in comparisons.PANELS else ()
    for name, cure in NEEDS[found.against]:
        if name not in in_panel and getattr(found, name) in (None, ""):
            reader.note(name, "missing", cure)
    if found.against == comparisons.FIXED and found.measure != comparisons.EVENTS and found.value in (ZERO, ONE):
        reader.note("value", "out_of_range", "Enter a level between 0 and 1: chance cannot move either end.")
    if found.against == comparisons.GROUP and (found.other is None) == (not found.metric):
        reader.note("other", "missing", "Enter the other group's counts, or the metric that measures it: one of them.")
    if found.against == comparisons.CASE_MIX and bool(found.shares) == (found.model is not None):
        reader.note("shares", "missing", "Enter the expected share of each segment, or a model: one of them.")
    _fits_its_test(reader, found)
    panels.check(reader, found)


def _fits_its_test(reader: Reader, found: Comparison) -> None:
    if found.measure == comparisons.IMPROVED and found.scale is None:
        reader.note("scale", "missing", "Enter the spread and the reliability of the scale.")
    by_model = found.test == comparisons.MODEL_SCORED
    if found.against == comparisons.CASE_MIX and by_model != (found.model is not None):
        reader.note("test", "does_not_fit", "Score by the model where there is one, and standardise otherwise.")
    if found.measure == comparisons.EVENTS and found.against == comparisons.GROUP:
        squares = found.test == comparisons.NEGATIVE_BINOMIAL
        if found.other is None or found.other.events is None or (squares and found.other.squares is None):
            what = "events, and their squares" if squares else "events"
            reader.note("other", "missing", f"Enter the other group's {what}: the test rests on them.")
    if found.paired and found.against != comparisons.FIXED:
        reader.note("paired", "does_not_fit", "Pair a frequency with a share held against a fixed level.")


def check(reader: Reader, terms: "Terms") -> None:
    """Comparisons speak only of what the version defines; a case-mix names every segment."""
    naming.once(reader, "comparisons", [one.code for one in terms.comparisons])
    for index, one in enumerate(terms.comparisons):
        place = f"comparisons[{index}]"
        naming.known(reader, terms, place, segment=one.segment, outcome=one.outcome)
        if one.paired:
            naming.known(reader, terms, f"{place}.paired", outcome=one.paired.outcome)
        for share in one.shares:
            naming.known(reader, terms, f"{place}.shares", segment=share.segment)
        wanted = {segment.code for segment in terms.segments if one.segment in (None, segment.code)}
        if one.shares and not wanted <= {share.segment for share in one.shares}:
            missing = ", ".join(sorted(wanted - {share.segment for share in one.shares}))
            reader.note(f"{place}.shares", "incomplete_shares", f"Enter the expected share of {missing} too.")
        metric = next((metric for metric in terms.metrics if metric.code == one.metric), None)
        if one.metric and (metric is None or metric.measured != RATIO or metric.per_agent):
            message = "Name a metric of this version that is a ratio with one figure for all agents."
            reader.note(f"{place}.metric", "unknown_metric", message)


def document(one: Comparison) -> dict[str, Any]:
    """The entry as a pack has it; what does not apply is left out."""
    found: dict[str, Any] = {
        name: getattr(one, name) for name in ("code", "name", "outcome", "measure", "against", "test", "window_days")
    }
    found |= {"matters": exact.number(one.matters), "pooling": one.pooling, "looks": one.looks}
    for name in ("enough", "segment", "metric", "source"):
        if getattr(one, name):
            found[name] = getattr(one, name)
    if one.value is not None:
        found["value"] = exact.number(one.value)
    for name in ("other", "before", "other_before"):
        if (counted := getattr(one, name)) is not None:
            found[name] = _counted_document(counted)
    if one.panel:
        found["panel"] = panels.document(one.panel)
    if one.shares:
        found["shares"] = [{"segment": each.segment, "share": exact.number(each.share)} for each in one.shares]
    if one.model:
        found["model"] = {
            "version": one.model.version,
            "intercept": exact.number(one.model.intercept),
            "terms": [{"name": name, "weight": exact.number(weight)} for name, weight in one.model.terms],
        }
    if one.scale:
        found["scale"] = {
            "spread": exact.number(one.scale.spread),
            "reliability": exact.number(one.scale.reliability),
        }
    if one.paired:
        found["paired"] = {"outcome": one.paired.outcome, "per_head": exact.number(one.paired.per_head)}
    return found


def _counted_document(one: Counted) -> dict[str, int]:
    return {
        name: number
        for name in ("people", "achieved", "events", "squares")
        if (number := getattr(one, name)) is not None
    }
