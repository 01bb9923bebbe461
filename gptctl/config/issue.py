"""Something wrong with a value."""

from dataclasses import dataclass, replace

from gptctl.config.reading.place import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """`path` leads to the key or item to look at; `summary` and `detail` are those of a finding."""

    path: Path
    summary: str
    detail: str

    def below(self, path: Path) -> "Issue":
        """The same issue in a value that stands at `path` of a larger one."""
        return replace(self, path=(*path, *self.path))
