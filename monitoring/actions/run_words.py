"""What a run of the monitor found, in lines to read: a summary of all programmes, and of each what is asked for."""

from collections.abc import Iterator, Sequence

from monitoring.actions.results import FlagLine, Result

MOST_TOLD = 20
"""Programmes that the summary tells one by one; more are told when all is asked for."""


def summary(results: Sequence[Result], questions: int) -> Iterator[str]:
    """All programmes in one sentence each for what was judged and what came of it."""
    judged = [one for one in results if one.run is not None]
    yield (
        f"{_count(len(results), 'programme')} with {_count(sum(one.targets for one in results), 'target')}: "
        f"{_count(sum(one.measurements for one in judged), 'result')} judged in {_count(len(judged), 'programme')}, "
        f"nothing new in {len(results) - len(judged):,}."
    )
    yield (
        f"{_count(_all(results, 'raised'), 'flag')} raised, {_all(results, 'cleared'):,} cleared, "
        f"{_all(results, 'flags'):,} standing; {_count(_all(results, 'findings'), 'finding')} raised, "
        f"{_count(_all(results, 'reopened'), 'stage')} reopened; "
        f"{_count(questions, 'question')} about figures asked."
    )


def programmes(results: Sequence[Result], *, every: bool) -> Iterator[str]:
    """Programme by programme: all of them with all that was found, or those with news, in a line each."""
    if every or len(results) == 1:
        for one in results:
            yield from details(one)
        return
    news = [one for one in results if one.is_news]
    for one in news[:MOST_TOLD]:
        yield f"  {_headline(one)}"
    if len(news) > MOST_TOLD:
        yield f"  and {len(news) - MOST_TOLD:,} more; --verbosity 2 tells of every programme."


def _headline(one: Result) -> str:
    found = [f"{len(getattr(one, name))} {name}" for name in ("raised", "cleared") if getattr(one, name)]
    found += [f"{_count(len(one.findings), 'finding')} ({_listed(one.findings)})"] if one.findings else []
    found += [f"stage {_listed([line.stage for line in one.reopened])} reopened"] if one.reopened else []
    return f"{one.programme}, {one.period}: {', '.join(found)}"


def details(one: Result) -> Iterator[str]:
    """Of one programme: the periods judged, flags raised, standing and cleared, forecasts, and stages reopened."""
    if one.run is None:
        yield f"{one.programme}: nothing new; no data has come in since the last run that would change a result."
    else:
        yield (
            f"{one.programme}: {_count(one.measurements, 'result')} of {', '.join(one.judged)} judged, "
            f"{_count(one.targets, 'target')}."
        )
    standing = [(line.kind, line.target, line.period) for line in one.flags]
    for line in (line for line in one.raised if (line.kind, line.target, line.period) not in standing):
        yield f"  raised for an earlier period – {_flag(line)}"
    for line in one.flags:
        yield f"  {'new' if line.is_new else 'stands'} – {_flag(line)}"
    for line in one.cleared:
        yield f"  cleared – {_flag(line)}"
    for ahead in one.forecasts:
        by = f"{ahead.by}{', the end of the contract' if ahead.is_last else ''}"
        yield f"  forecast – {ahead.target}: {100 * ahead.probability:.0f}% chance of being missed by {by}"
    for reopened in one.reopened:
        yield f"  stage {reopened.stage} reopened (visit {reopened.visit}): {reopened.because}"


def _flag(line: FlagLine) -> str:
    finding = f" → finding {line.finding}" if line.finding else ""
    return f"{line.status}: {line.target} ({line.kind}, {line.period}){finding}"


def _all(results: Sequence[Result], name: str) -> int:
    return sum(len(getattr(one, name)) for one in results)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word if number == 1 else f'{word}s'}"
