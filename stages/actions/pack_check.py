"""Checking a pack against its published schema, with every problem in words."""

import functools
import hashlib
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
from django.conf import settings

from stages.actions.pack_errors import PackError, PackRefused, Problem

MOST_SHOWN = 50
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
CURES = {
    "required": "Add it.",
    "additionalProperties": "Remove it, or correct its name.",
    "pattern": "Write it in the form that docs/pack.schema.json describes.",
    "enum": "Use one of these.",
    "type": "Change its type.",
    "const": "Use this value; no other is possible.",
}


@functools.cache
def validator() -> jsonschema.Draft202012Validator:
    """The validator of the published schema, read once."""
    schema = json.loads((settings.BASE_DIR / "docs" / "pack.schema.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def parse(text: bytes) -> dict[str, Any]:
    """The document of a file. Raises `PackError` when it is not JSON, or no object."""
    try:
        document = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PackError("", "It is not UTF-8 text.", "Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise PackError("", f"It is not JSON: {error.msg} at {where}.", "Correct the file there.") from None
    except RecursionError:
        raise PackError("", "It is nested too deeply to be a pack.", "Check the file.") from None
    if not isinstance(document, dict):
        raise PackError("", "It is not a pack.", "A pack is one JSON object with “pack”, “organisations”, “programme”.")
    return document


def _problems(error: jsonschema.ValidationError) -> Iterator[Problem]:
    """What is wrong in words. Where one of several shapes is asked for, what is wrong with the one that was meant."""
    if error.context:
        if others := _of_no_kind(error):
            kinds = ", ".join(str(other.validator_value) for other in others)
            place = "/".join(str(part) for part in others[0].absolute_path)
            yield Problem(place, f"“{others[0].instance}” is none of: {kinds}.", CURES["enum"])
            return
        for inner in _meant(error):
            yield from _problems(inner)
        return
    path = "/".join(str(part) for part in error.absolute_path)
    yield Problem(path, f"{error.message[:300]}.", CURES.get(str(error.validator), "Correct it."))


def _of_no_kind(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    """The error about the kind of each shape, where the object is of none of them."""
    shapes = {inner.schema_path[0] for inner in error.context}
    others = [inner for inner in error.context if _is_of_other_kind(inner)]
    return others if len(others) == len(shapes) > 1 else []


def _is_of_other_kind(inner: jsonschema.ValidationError) -> bool:
    return inner.validator == "const" and list(inner.relative_path) == ["kind"]


def _meant(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    """The errors of the only shape of the object's own kind and type; where that is not plain, of the nearest one."""
    shapes: dict[Any, list[jsonschema.ValidationError]] = {}
    for inner in error.context:
        shapes.setdefault(inner.schema_path[0], []).append(inner)
    own = [
        found
        for found in shapes.values()
        if not any(_is_of_other_kind(one) or (one.validator == "type" and not one.relative_path) for one in found)
    ]
    nearest = jsonschema.exceptions.best_match(error.context)
    return own[0] if len(own) == 1 else [nearest]


def _unkeepable(value: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """The places of texts that no database keeps: those with the character of number 0, or with half a character."""
    if isinstance(value, str):
        if NO_CHARACTER.search(value):
            yield Problem("/".join(path), "It holds a character that is none.", "Write the text again.")
    elif isinstance(value, Mapping):
        for name, held in value.items():
            yield from _unkeepable(name, (*path, ascii(name)))
            yield from _unkeepable(held, (*path, str(name)))
    elif isinstance(value, list):
        for number, held in enumerate(value):
            yield from _unkeepable(held, (*path, str(number)))


def check(document: Mapping[str, Any]) -> None:
    """Raise `PackRefused` with every place where the document differs from the schema."""
    errors = sorted(validator().iter_errors(document), key=lambda error: [str(part) for part in error.absolute_path])
    wrong = itertools.chain.from_iterable(map(_problems, errors))
    problems = [*itertools.islice(_unkeepable(document), MOST_SHOWN), *itertools.islice(wrong, MOST_SHOWN)][:MOST_SHOWN]
    if problems:
        raise PackRefused(problems)


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the document, whatever its spacing and the order of its keys."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
