"""A real aimock, which plays OpenAI's API and writes down what it was asked: installed, started, ended by the tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.servers.install import program_of
from tests.support.servers.process import answers, call, environ, free_port, running

PACKAGE = "@copilotkit/aimock@1.43.0"
KEY = "sk-canary-0123456789abcdef"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimock:
    url: str

    def journal(self, method: str, path: str) -> list[Any]:
        """The bodies of all such requests so far."""
        asked = call("GET", f"{self.url}/__aimock/journal?limit=1000")
        return [one["body"] for one in asked if (one["method"], one["path"].partition("?")[0]) == (method, path)]

    def chaos(self, **rates: float) -> None:
        """Misbehave from now on, each way with its probability; none ends it."""
        call("POST", f"{self.url}/__aimock/chaos", rates)


def missing() -> str:
    """What is not here and would be needed; empty when all is."""
    return ", ".join(name for name in ("npm", "node") if shutil.which(name) is None)


@contextmanager
def serve(where: Path) -> Iterator[Aimock]:
    port, fixtures = free_port(), where / "fixtures.json"
    fixtures.write_text('{"fixtures": []}', encoding="utf-8")
    url = f"http://127.0.0.1:{port}"
    command = ("node", str(program_of(PACKAGE, "llmock")), "-p", str(port), "-f", str(fixtures))
    log = where / "aimock.log"
    with running(command, environ=environ(where), log=log, up=lambda: answers(f"{url}/__aimock/journal")):
        yield Aimock(url=url)
