"""`${VAR}` in configuration strings, as Compose has it.

`${VAR}` must be set; `${VAR:-default}` and `${VAR:?message}` say what holds when it is unset or empty; `$${` stands
for `${`. A `$` without a brace means nothing.
"""

import re
from collections.abc import Callable, Mapping

from gptctl.config.reading import secrets
from gptctl.config.reading.place import Path
from gptctl.core.value import JSON

_FORM = re.compile(r"\$(?P<escaped>\$\{)|\$\{(?P<inner>[^}]*)\}|\$\{")
_INNER = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?P<kind>[-?])(?P<rest>.*))?\Z", re.DOTALL)


class Expander:
    """Remembers which variables it consulted."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.consulted: set[str] = set()
        self._environ = environ

    def expand(self, value: JSON, complain: Callable[[Path, str], None], path: Path = ()) -> JSON:
        """The value with every text in it expanded; `complain` is told of each that cannot be."""
        match value:
            case str() if "${" in value:
                return self._text(value, lambda detail: complain(path, detail))
            case Mapping():
                return {key: self.expand(item, complain, (*path, key)) for key, item in value.items()}
            case list() | tuple():
                return [self.expand(item, complain, (*path, n)) for n, item in enumerate(value)]
            case _:
                return value

    def _text(self, text: str, complain: Callable[[str], None]) -> str:
        def swap(form: re.Match[str]) -> str:
            if form["escaped"]:
                return "${"
            try:
                return self._variable(form["inner"])
            except ValueError as error:
                complain(str(error))
                return form[0]

        return _FORM.sub(swap, text)

    def _variable(self, inner: str | None) -> str:
        form = _INNER.match(inner or "")
        if form is None:
            raise ValueError("Write ${VAR}, ${VAR:-default} or ${VAR:?message}; `$${` stands for `${`.")
        name = form["name"]
        self.consulted.add(name)
        value = self._environ.get(name)
        if any(secrets.find(value or "")):
            raise ValueError(f"The variable {name} holds a secret; a secret is named with `secret: {name}`.")
        if form["kind"] is None and value is None:
            raise ValueError(f"The variable {name} is not set; set it, or write ${{{name}:-default}}.")
        if form["kind"] == "?" and not value:
            raise ValueError(f"The variable {name} is not set: {form['rest'] or 'it is needed'}.")
        return form["rest"] if form["kind"] == "-" and not value else value or ""
