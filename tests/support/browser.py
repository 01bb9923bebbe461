"""A real browser without a window, driven through its own pipe: what a page is once it was laid out."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EXECUTABLE = next(filter(None, map(shutil.which, NAMES)), None)
LIMIT_SECONDS = 60.0
LAUNCH = """\
import os, sys
given, taken = (os.dup(int(number)) for number in sys.argv[1:3])
while given < 5: given = os.dup(given)
while taken < 5: taken = os.dup(taken)
os.dup2(given, 3), os.dup2(taken, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser listens on descriptor 3 and speaks on 4."""


@dataclass(slots=True)
class Page:
    """`asked` are the addresses that the page asked for, `complaints` what the browser said of it."""

    ask: int
    answer: int
    count: int = 0
    session: str = ""
    asked: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])
    waiting: bytes = b""
    loaded: bool = False

    def call(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        self.count += 1
        number = self.count
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.ask, json.dumps(message).encode() + b"\0")
        while True:
            said = self._next()
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]
            self._heard(said)

    def open(self, path: Path, *, width: int) -> None:
        """Load a file in a window of this width, in pixels."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.loaded = False
        self.call("Page.navigate", url=path.as_uri())
        while not self.loaded:
            self._heard(self._next())

    def evaluate(self, expression: str) -> Any:
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"]["value"]

    def _heard(self, said: Mapping[str, Any]) -> None:
        told = said.get("params", {})
        match said.get("method"):
            case "Page.loadEventFired":
                self.loaded = True
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.complaints.append(json.dumps(told))
            case _:
                pass

    def _next(self) -> Mapping[str, Any]:
        end = time.monotonic() + LIMIT_SECONDS
        while b"\0" not in self.waiting:
            ready = select.select([self.answer], [], [], max(0.0, end - time.monotonic()))[0]
            assert ready, "the browser does not answer"
            piece = os.read(self.answer, 1 << 16)
            assert piece, "the browser is gone"
            self.waiting += piece
        message, _, self.waiting = self.waiting.partition(b"\0")
        found: Mapping[str, Any] = json.loads(message)
        return found


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A fresh one that keeps what it must in `folder`. It reaches no network: every name leads nowhere."""
    assert EXECUTABLE
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    command = [
        sys.executable, "-c", LAUNCH, str(theirs_in), str(theirs_out),
        EXECUTABLE, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--remote-debugging-pipe", f"--user-data-dir={folder}", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-first-run", "--disable-background-networking", "about:blank",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        page = Page(ask=ours_out, answer=ours_in)
        target = page.call("Target.createTarget", url="about:blank")["targetId"]
        page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            page.call(f"{domain}.enable")
        yield page
    finally:
        process.terminate()
        try:
            process.wait(timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(ours_out)
        os.close(ours_in)
