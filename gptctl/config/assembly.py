"""One assistant on its way from files to a declaration."""

from dataclasses import dataclass, field

from gptctl.config.files import MISSING, BadFile, join
from gptctl.config.library import Library
from gptctl.config.lineage import Layers
from gptctl.config.reading.place import Path
from gptctl.config.reading.shown import short
from gptctl.config.report import Report
from gptctl.core.suggest import alike
from gptctl.core.value import JSON, Attrs
from gptctl.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """`value` is what all layers say together, variables of the environment expanded.

    A mistake is reported and the work goes on, so that the next one is found too. `used` gathers the files taken in.
    """

    library: Library
    report: Report
    layers: Layers
    value: Attrs
    used: list[str] = field(default_factory=list[str])

    @property
    def name(self) -> str:
        return str(self.value["name"])

    @property
    def files(self) -> tuple[str, ...]:
        """Everything the assistant was made from."""
        return tuple(dict.fromkeys((*self.layers.files, *self.used)))

    def locate(self, path: str) -> Location:
        return self.layers.locate(path)

    def error(self, path: Path, summary: str, detail: str) -> None:
        self.report.error(self.layers.place(path), summary, detail)

    def take(self, anchored: str, form: str, path: Path) -> JSON:
        """The content of a file that the field at `path` names by its anchored path; None when there is none."""
        with self.report:
            try:
                return self.library.value(self._use(anchored), form)
            except BadFile as bad:
                self.error(path, bad.summary, self._advise(anchored, bad))
        return None

    def _advise(self, anchored: str, bad: BadFile) -> str:
        """What is wrong with the file, and the file beside it that was probably meant when it does not exist."""
        folder, _, name = anchored.removeprefix("/").rpartition("/")
        if bad.summary != MISSING:
            return bad.detail
        try:
            near = alike(name, (entry.name for entry in self.library.entries(folder) if entry.is_file()))
        except BadFile:
            return bad.detail
        return f"{bad.detail} Did you mean `{short(near)}`?" if near else bad.detail

    def _use(self, anchored: str) -> str:
        """Looked at again, because a variable of the environment may have led it out of the project."""
        file = join("", anchored.removeprefix("/"))
        self.used.append(file)
        return file
