import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gptctl.cli.errors import describe
from gptctl.cli.exits import Exit
from gptctl.cli.group import SUMMARIES
from gptctl.cli.main import gptctl
from gptctl.config.scaffold import files


def modules_of(*arguments: str) -> set[str]:
    """What a run of gptctl has imported when it ends."""
    code = (
        "import sys; sys.argv[1:] = sys.argv[2:]; there = set(sys.modules)\n"
        "from gptctl.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(set(sys.modules) - there))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "gptctl", *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split())


def test_the_version_is_said_before_anything_is_imported() -> None:
    loaded = modules_of("--version")
    assert "click" not in loaded
    assert {name for name in loaded if name.startswith("gptctl")} == {"gptctl", "gptctl.__main__"}


def test_help_imports_no_command_and_nothing_below() -> None:
    loaded = modules_of("--help")
    assert {name for name in loaded if name.startswith("gptctl")} == {
        *("gptctl", "gptctl.__main__", "gptctl.cli", "gptctl.cli.main", "gptctl.cli.group", "gptctl.cli.signals"),
    }


@pytest.mark.parametrize("heavy", ["yaml", "jsonschema", "git", "openai", "httpx2", "numpy", "xllamacpp", "sqlite3"])
@pytest.mark.parametrize("command", ["plan", "validate"])
def test_a_commands_help_imports_nothing_heavy(command: str, heavy: str) -> None:
    assert heavy not in modules_of(command, "--help")


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_has_help_with_examples_and_exit_statuses(name: str) -> None:
    for path in leaves(name):
        shown = CliRunner().invoke(gptctl, [*path, "--help"])
        assert shown.exit_code == 0
        text = shown.stdout
        examples = text.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
        assert len(examples) == 2
        assert all("gptctl " + " ".join(path) in example for example in examples)
        statuses = text.partition("Exit status:\n")[2].split()
        assert {"0", "1", "3", "64", "130"} <= set(statuses)
        for option in ("-C ", "-e, --env", "--json", "--quiet", "--no-color"):
            assert option in text


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_examples_are_real_command_lines(name: str) -> None:
    import shlex

    for path in leaves(name):
        for example in command_at(path).examples:
            words = shlex.split(example.removeprefix('eval "$(').removesuffix(')"').partition(" >")[0])
            assert words[: len(path) + 1] == ["gptctl", *path]
            command_at(path).make_context("gptctl", words[len(path) + 1 :])


def leaves(name: str) -> list[list[str]]:
    command = command_at([name])
    if isinstance(command, click.Group):
        return [[name, sub] for sub in command.commands]
    return [[name]]


def command_at(path: list[str]):  # noqa: ANN201 -- Command or Group, and the tests ask for either
    context = click.Context(gptctl)
    command = gptctl.get_command(context, path[0])
    for name in path[1:]:
        assert isinstance(command, click.Group)
        command = command.get_command(context, name)
    assert command is not None
    return command


def test_an_unknown_command_has_a_suggestion_and_status_64() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gptctl", "paln"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == Exit.USAGE
    assert done.stderr == "gptctl: No such command 'paln'. Did you mean 'plan'?\nTry `gptctl --help`.\n"


def test_without_a_command_there_is_the_help_or_a_hint() -> None:
    bare = subprocess.run([sys.executable, "-m", "gptctl"], capture_output=True, text=True, check=False, timeout=60)
    assert bare.returncode == Exit.DONE
    assert bare.stdout.startswith("Usage: gptctl")
    group = subprocess.run(
        [sys.executable, "-m", "gptctl", "state"], capture_output=True, text=True, check=False, timeout=60
    )
    assert group.returncode == Exit.USAGE
    assert group.stderr == "gptctl: a command is missing: list, show, rebuild, unlock\nTry `gptctl state --help`.\n"


@pytest.mark.parametrize(("name", "option"), [("plan", "--detailed-exitcode"), ("fmt", "--check")])
def test_a_status_names_only_the_option_that_the_command_has(name: str, option: str) -> None:
    assert f"there are changes (only with {option})\n" in CliRunner().invoke(gptctl, [name, "--help"]).stdout


@pytest.mark.parametrize("words", [["compare"], ["readiness"], ["models", "status"]])
def test_a_gate_is_not_all_that_refuses(words: list[str]) -> None:
    told = CliRunner().invoke(gptctl, [*words, "--help"]).stdout
    assert "End with 12" in told
    assert "stands in the way\n" in told


def test_a_missing_name_is_told_with_those_that_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert missing("chat") == "Missing argument 'ASSISTANT'."
    for path, text in files("acme", "0" * 32).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path / "knowledge")
    assert missing("chat", "-m", "Hello") == "Missing argument 'ASSISTANT'. There are: `helper`."
    monkeypatch.chdir("/")
    assert missing("history", "-C", str(tmp_path)).endswith("There are: `helper`, `knowledge.guide`.")


def missing(name: str, *words: str) -> str:
    with pytest.raises(click.UsageError) as caught:
        command_at([name]).make_context(name, list(words))
    return describe(caught.value).message


@pytest.mark.parametrize("path", [["init"], ["feedback", "import"], ["show"], ["apply"], ["forget"]])
def test_an_empty_word_is_nothing_that_is_here(path: list[str]) -> None:
    with pytest.raises(click.BadParameter):
        command_at(path).make_context(path[-1], [""])
    assert CliRunner().invoke(gptctl, [*path, "", "--help"]).exit_code == 0
    assert command_at(path).make_context(path[-1], [""], resilient_parsing=True)


def test_a_missing_choice_is_one_line() -> None:
    with pytest.raises(click.UsageError) as caught:
        command_at(["completion"]).make_context("completion", [])
    message = "Missing argument 'bash|zsh|fish'. Choose from: bash, zsh, fish"
    assert describe(caught.value).message == message


def test_nothing_that_lies_in_the_current_folder_is_taken_for_a_library(tmp_path: Path) -> None:
    for name in ("click", "json", "yaml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a program of the repository ran')")
    done = subprocess.run(
        [sys.executable, "-m", "gptctl", "validate"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 64
    assert "There is no gptctl.yaml" in done.stderr
