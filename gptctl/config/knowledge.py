"""Knowledge: a folder under knowledge/ and the content hash of every file that belongs to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gptctl.config.fieldpath import parse
from gptctl.config.files import BadFile, join
from gptctl.config.globs import Globs
from gptctl.config.hashing import sha256
from gptctl.config.library import Library
from gptctl.config.reading.shown import short
from gptctl.config.report import Report
from gptctl.config.selection import select
from gptctl.config.shape import as_map, as_texts
from gptctl.config.statcache import StatCache
from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.diagnostics import Location, errors

FOLDER = "knowledge"
_FILE = "knowledge.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A knowledge folder. `top` is where its files lie; `said` is what its knowledge.yaml says, empty without one."""

    library: Library
    name: str
    top: str
    said: Attrs

    @property
    def home(self) -> str:
        return f"{FOLDER}/{self.name}"

    @property
    def files(self) -> tuple[str, ...]:
        """What git is asked about: the folders hold everything."""
        return tuple(dict.fromkeys((self.home, self.top)))

    def locate(self, path: str) -> Location:
        """Where a field stands; `files["a.md"]` is the file itself."""
        match parse(path):
            case ("files", str(file), *_):
                return Location(file=f"{self.top}/{file}")
            case steps if self.said:
                return self.library.locate(f"{self.home}/{_FILE}", steps)
            case _:
                return Location(file=self.home)


def open_base(name: str, library: Library) -> Base:
    """Raises BadFile when there is no such folder, InvalidConfig when its knowledge.yaml is wrong."""
    home = f"{FOLDER}/{name}"
    library.folder(home)
    base = Base(library=library, name=name, top=home, said=_said(f"{home}/{_FILE}", library))
    return replace(base, top=_top(base)) if "from" in base.said else base


def declare(base: Base, hashes: StatCache, report: Report) -> Declared:
    """The declaration, with every mistake reported. Raises BadFile when its folder cannot be read."""
    _check_chunking(base, report)
    wrong_before = errors(report.findings)
    files = dict(_hashed(base, hashes, report))
    if not files and errors(report.findings) == wrong_before:  # else it was said already why there are none
        report.error(base.locate(""), "No files", f"Nothing in `{base.top}` belongs to this knowledge.")
    attrs: dict[str, JSON] = {"name": base.name, "files": files}
    if "chunking" in base.said:
        attrs["chunking"] = base.said["chunking"]
    return Declared(address=Address(kind="knowledge", name=base.name), attrs=attrs)


def _said(file: str, library: Library) -> Attrs:
    if not library.exists(file):
        return {}
    try:
        return library.document(file, "knowledge").value
    except BadFile as bad:
        raise bad.at(Location(file=file)) from None


def _top(base: Base) -> str:
    try:
        top = _visible(join("", str(base.said["from"])))
        base.library.folder(top)
    except BadFile as bad:
        raise bad.at(base.locate("from")) from None
    return top


def _visible(top: str) -> str:
    if not top or any(part.startswith(".") for part in top.split("/")):
        raise BadFile("A folder that cannot be used", "`from` names a folder of the project that is not hidden.")
    return top


def _check_chunking(base: Base, report: Report) -> None:
    said = as_map(base.said.get("chunking"))
    overlap, most = said.get("overlap_tokens"), said.get("max_tokens")
    if isinstance(overlap, int) and isinstance(most, int) and overlap * 2 > most:
        detail = f"`overlap_tokens` must be at most half of `max_tokens`, {most // 2}."
        report.error(base.locate("chunking.overlap_tokens"), "Out of bounds", detail)


def _hashed(base: Base, hashes: StatCache, report: Report) -> Iterator[tuple[str, str]]:
    include = Globs(as_texts(base.said.get("include", ["**"])))
    exclude = Globs([*as_texts(base.said.get("exclude")), _FILE])

    def complain(name: str, summary: str, detail: str) -> None:
        report.error(Location(file=f"{base.top}/{short(name)}".rstrip("/")), summary, detail)

    for name, seen in select(base.library.root / base.top, include, exclude, complain):
        file = f"{base.top}/{name}"
        try:
            yield name, sha256(base.library.root, file, seen, hashes)
        except BadFile as bad:
            complain(name, bad.summary, bad.detail)
    _unmatched(base, include, exclude, report)


def _unmatched(base: Base, include: Globs, exclude: Globs, report: Report) -> None:
    for index, pattern in enumerate(as_texts(base.said.get("include"))):
        if pattern in include.unmatched:
            detail = f"`{short(pattern)}` matches no file below `{base.top}`; `**/` reaches into folders."
            report.error(base.locate(f"include[{index}]"), "A pattern matches nothing", detail)
    for index, pattern in enumerate(as_texts(base.said.get("exclude"))):
        if pattern in exclude.unmatched:
            detail = f"`{short(pattern)}` excludes nothing below `{base.top}`."
            report.warn(base.locate(f"exclude[{index}]"), "A pattern matches nothing", detail)
