"""Reads each file of the project once, and an unchanged one not at all."""

import os
from collections.abc import Mapping
from pathlib import Path as FilePath

from gptctl.config import files
from gptctl.config.document import Document
from gptctl.config.files import BadFile, read, status
from gptctl.config.forms import FORMS
from gptctl.config.reading.decode import decode
from gptctl.config.reading.limits import DECLARATION
from gptctl.config.reading.place import Parsed, Path, Place, nearest
from gptctl.config.stamp import stamp
from gptctl.config.statcache import StatCache
from gptctl.core.value import JSON
from gptctl.diagnostics import Location
from gptctl.errors import InvalidConfig


class Library:
    """Every method that reads raises BadFile when the file itself cannot be used, and InvalidConfig, with places,
    when its content is wrong. Only what is right is kept in the cache.
    """

    def __init__(self, root: FilePath, cache: StatCache) -> None:
        self.root = root
        self._cache = cache
        self._known: dict[tuple[str, str], JSON] = {}
        self._wrong: dict[tuple[str, str], InvalidConfig] = {}
        self._places: dict[str, Mapping[Path, Place]] = {}

    @property
    def seen(self) -> frozenset[str]:
        """Every file that was looked at."""
        return frozenset(file for file, _ in self._known)

    def document(self, file: str, form: str) -> Document:
        """A declaration, in one of `forms.FORMS`."""
        value = self.value(file, form)
        return Document(file=file, value=value if isinstance(value, Mapping) else {})

    def folder(self, path: str) -> None:
        """Only that it is a folder of the project."""
        files.folder(self.root, path)

    def entries(self, path: str) -> tuple[os.DirEntry[str], ...]:
        """What lies directly in a folder of the project, hidden names left out, sorted by name."""
        self.folder(path)
        try:
            with os.scandir(self.root / path) as found:
                return tuple(sorted((e for e in found if not e.name.startswith(".")), key=lambda e: e.name))
        except OSError as error:
            raise BadFile("The folder cannot be read", f"`{path}`: {error.strerror}.") from None

    def exists(self, file: str) -> bool:
        return files.exists(self.root, file)

    def value(self, file: str, form: str) -> JSON:
        """The content of a file, in one of `forms.FORMS`."""
        key = file, form
        if key in self._wrong:
            raise self._wrong[key]
        if key not in self._known:
            try:
                self._known[key] = self._take(file, form)
            except InvalidConfig as wrong:
                self._wrong[key] = wrong
                raise
        return self._known[key]

    def locate(self, file: str, path: Path) -> Location:
        """Where a path stands in a declaration, or the nearest that holds it."""
        _, place = nearest(self.places(file), path)
        return Location(file=file, line=place.line, column=place.column) if place else Location(file=file)

    def places(self, file: str) -> Mapping[Path, Place]:
        """The places in a declaration that was read. For one that came out of the cache the file is read now.

        None are known when it has changed since.
        """
        if file not in self._places:
            form = next(form for known, form in self._known if known == file)
            try:
                self._parse(file, form)
            except (BadFile, InvalidConfig):
                return {}
        return self._places[file]

    def _take(self, file: str, form: str) -> JSON:
        seen = stamp(status(self.root, file))
        key = f"{form}:{file}"
        value = self._cache.get(key, seen)
        if value is None:
            value = self._parse(file, form).value
            self._cache.put(key, seen, value)
        return value

    def _parse(self, file: str, form: str) -> Parsed:
        content = read(self.root, file, status(self.root, file), DECLARATION.size)
        parsed = FORMS[form](decode(content, file), file)
        self._places[file] = parsed.places
        return parsed
