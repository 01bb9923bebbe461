import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from gptctl.cli.main import gptctl

DOCS = Path(__file__).parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "generate.py"))["pages"]()


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_what_the_commands_and_schemas_say(name: str) -> None:
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert written == PAGES[name], "run `python docs/generate.py`"


def test_the_reference_shows_the_options_that_the_help_shows() -> None:
    shown = CliRunner().invoke(gptctl, ["plan", "--help"]).stdout
    [line] = [line for line in shown.splitlines() if "--help" in line]
    assert line.split() == ["-h,", "--help", "Show", "this", "message", "and", "exit."]
    written = [line.split()[:2] for line in PAGES["commands.md"].splitlines() if "this message and exit" in line]
    assert written == [["-h,", "--help"]] * len(written) != []
