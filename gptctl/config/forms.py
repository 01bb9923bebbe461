"""The forms a file of the project may have: each makes a value out of a text, or says what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TypeAlias

from gptctl.config import validity
from gptctl.config.check import check
from gptctl.config.issue import Issue
from gptctl.config.reading import jsontext, secrets, yaml
from gptctl.config.reading.frontmatter import split
from gptctl.config.reading.limits import DECLARATION, DESCRIPTION, Limits
from gptctl.config.reading.place import Lines, Parsed, Path, Place, nearest
from gptctl.config.reading.shown import kind_of
from gptctl.config.reading.wrong import finding, wrong
from gptctl.config.tests_file import tests_file
from gptctl.core.value import JSON, Attrs
from gptctl.diagnostics import Finding
from gptctl.errors import InvalidConfig

Form: TypeAlias = Callable[[str, str], Parsed]
"""From a text and the name of its file. Raises InvalidConfig with everything that is wrong."""

INSTRUCTIONS: Path = ("instructions",)


def parse_map(text: str, file: str) -> Parsed:
    """YAML that holds a map, whatever is in it. Raises InvalidConfig."""
    parsed = yaml.parse(text, file)
    if not isinstance(parsed.value, Mapping):
        detail = f"A declaration is a map of keys, not {kind_of(parsed.value)}."
        raise wrong(file, parsed.places.get(()), "Wrong type", detail)
    return parsed


def declaration(check_value: Callable[[Attrs], Iterable[Issue]], text: str, file: str) -> Parsed:
    parsed = parse_map(text, file)
    _settle(text, file, parsed.places, check_value(_attrs(parsed)))
    return parsed


def markdown(text: str, file: str) -> Parsed:
    """An assistant whose front matter is the declaration and whose body is the instructions.

    An empty map without front matter: such a file is only text.
    """
    front = split(text)
    if front is None:
        return Parsed(value={}, places={})
    head = parse_map(front.head, file)
    if "instructions" in _attrs(head):
        place = head.places[INSTRUCTIONS]
        raise wrong(file, place, "Instructions are given twice", "The body is the instructions; take the key out.")
    value = {**_attrs(head), "instructions": front.body}
    places = {**head.places, INSTRUCTIONS: Place(line=front.body_line, column=1)}
    _settle(text, file, places, validity.assistant(value))
    return Parsed(value=value, places=places)


def plain(text: str, file: str) -> Parsed:
    _settle(text, file, {}, ())
    return Parsed(value=text, places={})


def data(limits: Limits, check_value: Callable[[JSON], Iterable[Issue]], text: str, file: str) -> Parsed:
    """A map in JSON or YAML that is taken over as it stands."""
    if file.endswith(".json"):
        parsed = Parsed(value=jsontext.parse(text, file, limits), places={})
    else:
        parsed = yaml.parse(text, file, limits)
    if not isinstance(parsed.value, Mapping):
        raise wrong(file, None, "Wrong type", f"The file must hold a map, not {kind_of(parsed.value)}.")
    _settle(text, file, parsed.places, check_value(parsed.value))
    return parsed


FORMS: Mapping[str, Form] = {
    "project": partial(declaration, validity.project),
    "assistant": partial(declaration, validity.assistant),
    "parent": partial(declaration, validity.parent),
    "knowledge": partial(declaration, partial(check, name="knowledge")),
    "tests": partial(declaration, tests_file),
    "markdown": markdown,
    "text": plain,
    "schema": partial(data, DECLARATION, validity.schema),
    "description": partial(data, DESCRIPTION, validity.local_refs),
}


def _attrs(parsed: Parsed) -> Attrs:
    return parsed.value if isinstance(parsed.value, Mapping) else {}


def _settle(text: str, file: str, places: Mapping[Path, Place], issues: Iterable[Issue]) -> None:
    broken = (_finding(file, places, issue) for issue in issues)
    found = [*islice(_secrets(text, file), DECLARATION.findings), *islice(broken, DECLARATION.findings)]
    if found:
        raise InvalidConfig(found)


def _secrets(text: str, file: str) -> Iterator[Finding]:
    lines = Lines(text)
    for secret in secrets.find(text):
        detail = f"This looks like {secret.kind}. Revoke it, take it out, and name it with `secret: NAME`."
        yield finding(file, lines.at(secret.offset), "A secret in a file", detail)


def _finding(file: str, places: Mapping[Path, Place], issue: Issue) -> Finding:
    path, place = nearest(places, issue.path)
    inner = ".".join(map(str, issue.path[len(path) :]))
    detail = issue.detail if places or not inner else f"At `{inner}`: {issue.detail}"
    return finding(file, place, issue.summary, detail)
