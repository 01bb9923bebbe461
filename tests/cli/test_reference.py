import runpy
from pathlib import Path

import pytest

import gptctl

DOCS = Path(gptctl.__file__).parents[1] / "docs"
PAGES = runpy.run_path(str(DOCS / "generate.py"))["pages"]()


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_what_the_commands_and_schemas_say(name: str) -> None:
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert written == PAGES[name], "run `python docs/generate.py`"
