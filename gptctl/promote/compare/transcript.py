"""What contestants answered, kept so that nobody is asked twice: one line of JSON for each answer, added at the end."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast

from gptctl.core.value import JSON, Attrs, canonical, fingerprint
from gptctl.errors import GptctlError, Rejected
from gptctl.private import make_private
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Contestant, Reply


class Transcript:
    """The answers in one file. A line that a crash cut short is dropped when the file is opened.

    Raises GptctlError where the file cannot be used, or where a whole line is not what was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            make_private(path.parent)
            self._replies = _read(path)
        except OSError as error:
            raise _unusable(path, error) from error

    def ask(self, contestant: Contestant, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        """The answer of this contestant to exactly this, asked for only if it is not kept yet.

        Returns after the answer is on the disk. That a provider rejects the question is an answer and kept as one;
        whatever else the contestant raises passes through.
        """
        key = asked(contestant, messages, tools)
        if key not in self._replies:
            self._keep(key, _answer(contestant, messages, tools))
        return self._replies[key]

    def holds(self, contestant: Contestant, messages: Sequence[Chat], tools: Sequence[JSON]) -> bool:
        return asked(contestant, messages, tools) in self._replies

    def _keep(self, key: str, reply: Reply) -> None:
        line = canonical({"asked": key, **cast("Attrs", asdict(reply))}).encode("utf-8", "surrogatepass")
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _unusable(self._path, error) from error
        self._replies[key] = reply


def asked(contestant: Contestant, messages: Sequence[Chat], tools: Sequence[JSON]) -> str:
    """The digest of who was asked what: another model or another prompt is another question."""
    return fingerprint([contestant.identity, cast("JSON", list(messages)), list(tools)])


def _answer(contestant: Contestant, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
    try:
        return contestant.answer(messages, tools)
    except Rejected as error:
        return Reply(message={"role": "assistant", "content": ""}, seconds=0.0, rejected=error.message)


def _read(path: Path) -> dict[str, Reply]:
    if not path.exists():
        return {}
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.truncate(path, whole)
    return dict(_parsed(path, number, line) for number, line in enumerate(data[:whole].splitlines(), start=1))


def _parsed(path: Path, number: int, line: bytes) -> tuple[str, Reply]:
    try:
        said = json.loads(line.decode("utf-8", "surrogatepass"))
        return said.pop("asked"), Reply(**said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GptctlError(
            f"{path}:{number} is not an answer that was kept: {error}",
            advice="Remove that line; the question is then asked again.",
        ) from error


def _unusable(path: Path, error: OSError) -> GptctlError:
    return GptctlError(f"{error.filename or path} cannot be used: {error.strerror or error}")
