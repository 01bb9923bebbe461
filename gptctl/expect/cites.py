"""An expectation of what an answer rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from gptctl.expect.base import Fault
from gptctl.expect.excerpt import start
from gptctl.expect.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Cites:
    """Each of these knowledge files is among its sources. It says nothing where nothing is looked up."""

    name: ClassVar[str] = "cites"
    files: tuple[str, ...]

    def faults(self, said: Said) -> Iterator[Fault]:
        if said.files is None:
            return
        for file in self.files:
            if not any(is_same(file, other) for other in said.files):
                yield Fault(says=f"It does not rest on `{file}`.", part=start(", ".join(dict.fromkeys(said.files))))


def is_same(one: str, other: str) -> bool:
    """Whether two paths may name one file: some providers give its name alone, some the folders above it too."""
    parts = sorted((one.split("/"), other.split("/")), key=len)
    return parts[0] == parts[1][-len(parts[0]) :]
