"""Variables in instructions: `{{name}}`. Plain substitution, no expressions; `{{{{` stands for `{{`."""

import re
from collections.abc import Iterator, Mapping

from gptctl.config.reading.shown import short
from gptctl.core.suggest import suggest

_FORM = re.compile(r"\{\{(?:(?P<escaped>\{\{)|[ \t]*(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*\}\})?")


def fill(text: str, variables: Mapping[str, str]) -> str:
    """The text with every known variable filled in. What is filled in is not looked at again."""
    return _FORM.sub(lambda form: "{{" if form["escaped"] else variables.get(form["name"] or "", form[0]), text)


def mistakes(text: str, variables: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """The offset of everything that `fill` cannot fill in, and a sentence about it."""
    for form in _FORM.finditer(text):
        name = form["name"]
        if name is None and not form["escaped"]:
            yield form.start(), "`{{` starts a variable such as `{{product}}`; write `{{{{` for the characters."
        elif name is not None and name not in variables:
            yield form.start(), f"`{short(name)}` is not among `variables`. {suggest(name, variables)}"
