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
    "const": "Use this version of the format.",
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


def _problem(error: jsonschema.ValidationError) -> Problem:
    deepest = jsonschema.exceptions.best_match(error.context) if error.context else None
    found = deepest or error
    path = "/".join(str(part) for part in found.absolute_path)
    return Problem(path, f"{found.message[:300]}.", CURES.get(str(found.validator), "Correct it."))


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
    problems = [*itertools.islice(_unkeepable(document), MOST_SHOWN), *map(_problem, errors)][:MOST_SHOWN]
    if problems:
        raise PackRefused(problems)


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the document, whatever its spacing and the order of its keys."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
