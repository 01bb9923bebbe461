import shlex
from dataclasses import replace
from pathlib import Path

import click
import pytest

from gptctl.cli.asked import Asked, is_plan_file
from gptctl.cli.commands.apply import apply
from gptctl.cli.next_step import next_step
from gptctl.cli.wiring import Place
from gptctl.core.address import Address
from gptctl.core.planner import Consent
from gptctl.engine.request import Request

BARE = Asked(request=Request(), place=Place(start=Path(), home=Path("home")))
FULL = Asked(
    request=Request(
        only=frozenset([Address(kind="assistant", name="support"), Address(kind="knowledge", name="handbook")]),
        consent=Consent(delete=True, replace=True, revert_drift=True),
        max_delete=0,
        recreate=True,
        strict=True,
    ),
    place=Place(start=Path("my project"), home=Path("home"), environment="prod", targets=("local", "other")),
    ref="v1",
)


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my project").mkdir()
    monkeypatch.chdir(tmp_path)


def understood(command: str) -> click.Context:
    words = shlex.split(command)
    assert words[:2] == ["gptctl", "apply"]
    return apply.make_context("apply", words[2:])


def test_the_next_step_asks_for_all_that_the_plan_was_asked_for() -> None:
    given = understood(next_step(FULL, None)).params
    assert given["what"] == ("assistant.support", "knowledge.handbook")
    assert (str(given["directory"]), given["environment"]) == ("my project", "prod")
    assert (given["targets"], given["ref"], given["max_delete"]) == (("local", "other"), "v1", 0)
    assert all(given[name] for name in ("allow_delete", "force", "allow_replace", "recreate", "strict"))


def test_what_was_not_asked_is_left_out() -> None:
    assert next_step(BARE, None) == "gptctl apply"
    assert next_step(replace(BARE, request=Request(strict=True)), None) == "gptctl apply --strict"


@pytest.mark.parametrize("name", ["plan.json", "plan", "-plan.json", "out/my plan"])
def test_a_plan_file_says_all_but_where_the_project_is(name: str) -> None:
    given = understood(next_step(FULL, Path(name))).params
    [file] = given["what"]
    assert is_plan_file(file)
    assert Path(file) == Path(name)
    assert str(given["directory"]) == "my project"
    assert given["environment"] is None
    assert not given["force"]
