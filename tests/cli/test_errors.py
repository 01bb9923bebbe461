import errno
import io
import json
import os
from pathlib import Path

import click
import pytest

from gptctl.cli.crash import crash_text, write_crash
from gptctl.cli.errors import describe, report
from gptctl.cli.exits import MEANING, Exit
from gptctl.cli.signals import Terminated
from gptctl.diagnostics import Finding, Location
from gptctl.errors import (
    Conflict,
    GptctlError,
    InvalidConfig,
    Locked,
    PartlyApplied,
    ProviderError,
    Refused,
    StalePlan,
    TryLater,
    Usage,
)

FINDING = Finding(summary="unknown key", detail="modle", where=Location(file="a.yaml", line=1, column=1))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (GptctlError("no"), 1),
        (ProviderError("no"), 1),
        (InvalidConfig([FINDING]), 10),
        (Locked("no"), 11),
        (Refused("no"), 12),
        (StalePlan("no"), 13),
        (Conflict("no"), 13),
        (PartlyApplied("no"), 14),
        (Usage("no"), 64),
        (click.UsageError("no"), 64),
        (click.BadParameter("no"), 64),
        (TryLater("no"), 75),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (Terminated(), 143),
        (OSError(errno.ENOSPC, "No space left on device"), 1),
    ],
)
def test_every_failure_has_its_status(error: BaseException, status: int) -> None:
    assert describe(error).status == status


def test_every_status_that_a_command_names_has_a_meaning() -> None:
    assert set(Exit) - set(MEANING) == {Exit.TERMINATED}


def test_a_bug_leaves_a_report_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GPTCTL_HOME", str(tmp_path))
    monkeypatch.setenv("ACME_API_KEY", "hunter2hunter2")
    with pytest.raises(ZeroDivisionError) as caught:
        raise ZeroDivisionError("hunter2hunter2")
    assert report(caught.value, ["plan"]) == Exit.BUG
    told = capsys.readouterr()
    assert told.out == ""
    assert "this is a bug in gptctl: ZeroDivisionError" in told.err
    assert "Traceback" not in told.err
    [crash] = (tmp_path / "crash").iterdir()
    assert str(crash) in told.err
    assert crash.stat().st_mode & 0o777 == 0o600
    text = crash.read_text()
    assert "test_a_bug_leaves_a_report" in text
    assert "hunter2" not in text
    assert "[ACME_API_KEY]" in text


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = write_crash(ZeroDivisionError(), {"GPTCTL_HOME": str(tmp_path / "file" / "home")})
    assert told.startswith("No report could be written: ")


def test_a_short_value_is_no_secret() -> None:
    assert "ZeroDivisionError" in crash_text(ZeroDivisionError(), {"KEY": "Zero"})


def test_programs_get_the_failure_as_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(InvalidConfig([FINDING]), ["plan", "--json"]) == Exit.INVALID
    told = capsys.readouterr()
    assert told.err == ""
    document = json.loads(told.out)
    assert document["status"] == Exit.INVALID
    assert document["findings"] == [
        {"file": "a.yaml", "line": 1, "column": 1, "summary": "unknown key", "detail": "modle", "severity": "error"}
    ]


def test_a_terminal_whose_encoding_is_poor_gets_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(raw, encoding="ascii"))
    assert report(GptctlError("naïve"), []) == Exit.FAILED
    assert raw.getvalue() == f"gptctl: na\\xefve{os.linesep}".encode()
