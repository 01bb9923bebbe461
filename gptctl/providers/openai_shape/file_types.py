"""The files that file search takes."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from gptctl.providers.base import Problem
from gptctl.providers.capabilities import Limit

FILE_TYPES = frozenset(
    {".c", ".cpp", ".cs", ".css", ".doc", ".docx", ".go", ".html", ".java", ".js", ".json", ".md", ".pdf", ".php"}
    | {".pptx", ".py", ".rb", ".sh", ".tex", ".ts", ".txt"}
)
"""Published in the guide to file search, under "Supported files"."""

FILE_MOST = 512_000_000
"""Bytes of one file."""

FILE_LIMIT = Limit(path="files[]", most=FILE_MOST, unit="bytes", source="the openai package, resources/files.py")

MOST_PATH = 512
"""Characters; a path is kept in an attribute of the file, and its values are no longer than this."""


def problems(paths: Iterable[str]) -> Iterator[Problem]:
    for path in paths:
        if PurePosixPath(path).suffix.lower() not in FILE_TYPES:
            detail = f"file search does not take {path}; it takes {', '.join(sorted(FILE_TYPES))}: exclude it"
            yield Problem(path=f'files["{path}"]', summary="unknown file type", detail=detail)
        if len(path) > MOST_PATH:
            detail = f"{len(path)} characters in its path, where {MOST_PATH} are taken"
            yield Problem(path=f'files["{path}"]', summary="over a limit of the provider", detail=detail)
