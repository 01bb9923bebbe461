"""Expectations of an answer as a whole: what it equals, and the form it has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from gptctl.core.value import JSON, Attrs, canonical
from gptctl.expect.base import Fault
from gptctl.expect.excerpt import one_line, start
from gptctl.expect.said import Said
from gptctl.expect.value import NoJSON, parsed, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Equals:
    """Exactly this text, white space aside; or, for a map or a list, JSON that says the same."""

    name: ClassVar[str] = "equals"
    value: JSON

    def faults(self, said: Said) -> Iterator[Fault]:
        if not _equal(self.value, said.text):
            wanted = self.value if isinstance(self.value, str) else canonical(self.value)
            yield Fault(says=f"It is not `{start(wanted)}`.", part=start(said.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """The form that the assistant declares for its answers, `schema`."""

    name: ClassVar[str] = "schema"
    schema: Attrs

    def faults(self, said: Said) -> Iterator[Fault]:
        try:
            value = parsed(said.text)
        except NoJSON:
            yield Fault(says="It is not JSON.", part=start(said.text))
            return
        from gptctl.expect.shape import breaches  # noqa: PLC0415 -- takes long to load, and few tests need it

        for where, problem in breaches(self.schema, value):
            yield Fault(says=f"At `{where}`: {problem}." if where else f"{problem}.", part=start(said.text))


def _equal(wanted: JSON, text: str) -> bool:
    if not isinstance(wanted, Mapping | list | tuple):
        return one_line(str(wanted)) == one_line(text)
    try:
        return same(parsed(text), wanted)
    except NoJSON:
        return False
