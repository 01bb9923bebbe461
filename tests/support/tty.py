"""gptctl with a terminal on all three ends, as a person has it."""

import os
import pty
import select
import signal
import subprocess
import sys
import time

from tests.support.terminal import Project

PATIENCE_SECONDS = 60


class Terminal:
    def __init__(self, project: Project, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gptctl", *arguments],
            cwd=project.root,
            env={**project.environ, "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.received = b""
        self._seen = 0

    @property
    def shown(self) -> str:
        return self.received.decode(errors="replace").replace("\r\n", "\n")

    def wait_for(self, text: str) -> None:
        """Until this is shown after what was waited for before."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while text not in self.shown[self._seen :]:
            assert time.monotonic() < deadline, self.shown
            assert self._read(), self.shown
        self._seen = self.shown.index(text, self._seen) + len(text)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def end(self) -> int:
        while self._read():
            pass
        return self._process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._ours)

    def _read(self) -> bool:
        """Take what was shown since; False when nothing will come any more."""
        ready, _, _ = select.select([self._ours], [], [], PATIENCE_SECONDS)
        try:
            part = os.read(self._ours, 65536) if ready else b""
        except OSError:  # how Linux says that the other end is closed
            part = b""
        self.received += part
        return bool(part)
