"""`${VAR}` in configuration strings, as Compose has it.

`${VAR}` must be set; `${VAR:-default}` and `${VAR:?message}` say what holds when it is unset or empty; `$${` stands
for `${`. A `$` without a brace means nothing.
"""

import re
from collections.abc import Callable, Mapping

from gptctl.config.reading import secrets
from gptctl.config.reading.place import Path
from gptctl.config.reading.shown import short
from gptctl.core.value import JSON

_FORM = re.compile(r"\$(?P<escaped>\$\{)|\$\{(?P<inner>[^}]*)\}|\$\{")
_INNER = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?P<kind>[-?])(?P<rest>.*))?\Z", re.DOTALL)


_SECRET = frozenset(
    ("APIKEY", "CREDENTIAL", "CREDENTIALS", "KEY", "KEYS", "PASSPHRASE", "PASSWD", "PASSWORD", "SECRET", "TOKEN")
)
"""Words in the names of variables that hold secrets. Not every key can be told by its shape, and a repository could
have one shown in a plan, or sent to an address of its own.
"""


class Expander:
    """Remembers which variables it consulted."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.consulted: set[str] = set()
        self._environ = environ

    def expand(self, value: JSON, complain: Callable[[Path, str], None], path: Path = ()) -> JSON:
        """The value with every text in it expanded; `complain` is told of each that cannot be."""
        match value:
            case str() if "${" in value:
                try:
                    return _FORM.sub(self._swap, value)
                except ValueError as error:
                    complain(path, str(error))
                    return value
            case Mapping():
                return {key: self.expand(item, complain, (*path, key)) for key, item in value.items()}
            case list() | tuple():
                return [self.expand(item, complain, (*path, n)) for n, item in enumerate(value)]
            case _:
                return value

    def _swap(self, form: re.Match[str]) -> str:
        return "${" if form["escaped"] else self._variable(form["inner"])

    def _variable(self, inner: str | None) -> str:
        form = _INNER.match(inner or "")
        if form is None:
            raise ValueError("Write ${VAR}, ${VAR:-default} or ${VAR:?message}; `$${` stands for `${`.")
        name, shown = form["name"], short(form["name"])
        self.consulted.add(name)
        value = self._environ.get(name)
        if not _SECRET.isdisjoint(name.upper().split("_")) or any(secrets.find(value or "")):
            why = "its name or its value says that it holds a secret"
            raise ValueError(f"The variable {shown} is not filled in: {why}, which is named with `secret: {shown}`.")
        if form["kind"] is None and value is None:
            raise ValueError(f"The variable {shown} is not set; set it, or write ${{{shown}:-default}}.")
        if form["kind"] == "?" and not value:
            raise ValueError(f"The variable {shown} is not set: {short(form['rest']) or 'it is needed'}.")
        return form["rest"] if form["kind"] == "-" and not value else value or ""
