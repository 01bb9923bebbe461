"""Declarations that are wrong, or made to do harm: one message each, with its place, and nothing happens."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.conftest import GREETER, PROJECT, Orderly
from tests.support.measured import Measured
from tests.support.spoil import Spoil, away, both, file, folder, link, pipe, put, sparse
from tests.support.terminal import Project

GREETER_FILE = "assistants/greeter.yaml"
KEY = "sk-abcdefghijklmnopqrstuvwxyz123456"
DEEP = 100_000


def greeter(content: str | bytes) -> Spoil:
    return put(GREETER_FILE, content)


def also(text: str) -> Spoil:
    """One line more, the sixth, in a good declaration."""
    return greeter(GREETER + text)


def instead(old: str, new: str) -> Spoil:
    return greeter(GREETER.replace(old, new))


def parent(name: str, extends: str) -> Spoil:
    return put(f"assistants/{name}", f"apiVersion: gptctl/v1\nkind: Assistant\nextends: {extends}\n")


def alias_bomb() -> str:
    lines = ["  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(["variables:", *lines, ""])


NAMED_IN_ISSUE = {
    "unknown key": (also("colour: blue\n"), f"{GREETER_FILE}:6:1: error: Unknown key: `colour`"),
    "wrong type": (also("parameters: hot\n"), f"{GREETER_FILE}:6:1: error: Wrong type: `parameters` must be a map"),
    "missing file": (instead("Greet.", "g.md"), f"{GREETER_FILE}:5:1: error: The file does not exist: There is no"),
    "a circle of extends": (
        both(also("extends: _a.yaml\n"), parent("_a.yaml", "_b.yaml"), parent("_b.yaml", "_a.yaml")),
        "assistants/_b.yaml:3:1: error: Declarations extend each other in a circle: assistants/greeter.yaml ->",
    ),
    "unknown variable": (
        put("assistants/support.md", "Hello.\nBe {{mood}}.\n"),
        "assistants/support.md:2:4: error: An unknown variable: `mood`",
    ),
    "duplicate name": (
        put("assistants/another.yaml", GREETER),
        f"{GREETER_FILE}:3:1: error: A name is given twice: `greeter` is also the name in assistants/another.yaml:3:1",
    ),
    "alias bomb": (also(alias_bomb()), f"{GREETER_FILE}:10:27: error: Too many values"),
    "brackets": (also("variables: " + "[" * DEEP), f"{GREETER_FILE}:6:75: error: Too deeply nested"),
    "duplicate key": (also("name: other\n"), f"{GREETER_FILE}:6:1: error: A key is given twice: `name`"),
    "tab": (also("parameters:\n\ttemperature: 1\n"), f"{GREETER_FILE}:7:1: error: This is not valid YAML: A tab"),
    "byte order mark": (
        greeter(b"\xef\xbb\xbf" + GREETER.encode()),
        f"{GREETER_FILE}:1:1: error: The file starts with",
    ),
    "NUL": (also("# \0\n"), f"{GREETER_FILE}:6:3: error: The file holds a NUL character"),
    "invalid UTF-8": (greeter(GREETER.encode() + b"# \xff\n"), f"{GREETER_FILE}:6:3: error: The file is not UTF-8"),
    "100 MB": (sparse(GREETER_FILE), f"{GREETER_FILE}: error: The file is too large"),
}
OTHERS = {
    "extends itself": (also("extends: greeter.yaml\n"), f"{GREETER_FILE}:6:1: error: Declarations extend each other"),
    "merge key": (also("labels: {<<: {a: b}}\n"), f"{GREETER_FILE}:6:10: error: A merge key"),
    "braces": (greeter("{a: " * DEEP), f"{GREETER_FILE}:1:257: error: Too deeply nested"),
    "dashes": (greeter("- " * DEEP), f"{GREETER_FILE}:1:129: error: Too deeply nested"),
    "complex keys": (greeter("? " * DEEP), f"{GREETER_FILE}:1:3: error: A key is not text"),
    "brackets in the project": (put("gptctl.yaml", "[" * DEEP), "gptctl.yaml:1:65: error: Too deeply nested"),
    "brackets in a schema": (
        both(also("output: {schema: s.json}\n"), put("assistants/s.json", "[" * DEEP)),
        "assistants/s.json: error: Too deeply nested",
    ),
    "brackets in front matter": (
        put("assistants/x.md", f"---\n{'[' * DEEP}\n---\nHello.\n"),
        "assistants/x.md:2:65: error: Too deeply nested",
    ),
    "UTF-16": (greeter(GREETER.encode("utf-16")), f"{GREETER_FILE}:1:1: error: The file is not UTF-8: It looks like"),
    "half a character": (also('labels: {a: "\\ud800"}\n'), f"{GREETER_FILE}:6:"),
    "escape sequence": (also("# \x1b[2J\n"), f"{GREETER_FILE}:6:3: error: This is not valid YAML: A control character"),
    "empty": (greeter(""), f"{GREETER_FILE}:1:1: error: The file is empty"),
    "a text": (greeter("hello"), f"{GREETER_FILE}:1:1: error: Wrong type"),
    "long number": (also(f"parameters: {{top_p: {'9' * 5000}}}\n"), f"{GREETER_FILE}:6:21: error: A number"),
    "many values": (
        also(f"variables: {{{', '.join(f'a{n}: b' for n in range(20_000))}}}\n"),
        f"{GREETER_FILE}:6:",
    ),
    "long name": (instead("name: greeter", f"name: {'a' * DEEP}!"), f"{GREETER_FILE}:3:1: error: Badly formed"),
    "path out": (instead("Greet.", "../../g.md"), f"{GREETER_FILE}:5:1: error: A path leads out of the project"),
    "path from the root": (instead("Greet.", "/etc/g.md"), f"{GREETER_FILE}:5:1: error: A path that cannot be used"),
    "extends out": (also("extends: ../../g.yaml\n"), f"{GREETER_FILE}:6:1: error: A path leads out of the project"),
    "pipe": (pipe(GREETER_FILE), f"{GREETER_FILE}: error: Not a regular file: "),
    "device": (link(GREETER_FILE, "/dev/zero"), f"{GREETER_FILE}: error: A symbolic link: "),
    "link to nowhere": (link(GREETER_FILE, "nowhere"), f"{GREETER_FILE}: error: A symbolic link: "),
    "folder": (folder(GREETER_FILE), f"{GREETER_FILE}: error: Not a regular file: "),
    "instructions are a pipe": (
        pipe("assistants/support.md"),
        "assistants/support.yaml:6:1: error: Not a regular file: `assistants/support.md` is a pipe",
    ),
    "instructions are a folder": (
        folder("assistants/support.md"),
        "assistants/support.yaml:6:1: error: Not a regular file: `assistants/support.md` is a folder",
    ),
    "project is a pipe": (pipe("gptctl.yaml"), "gptctl.yaml: error: Not a regular file: "),
    "project is a link": (link("gptctl.yaml", "/dev/zero"), "gptctl.yaml: error: A symbolic link: "),
    "project is a folder": (folder("gptctl.yaml"), "gptctl.yaml: error: Not a regular file: "),
    "assistants is a file": (file("assistants"), "assistants: error: Not a folder: "),
    "key in instructions": (
        put("assistants/support.md", f"Use {KEY}.\n"),
        "assistants/support.md:1:5: error: A secret in a file: This looks like an OpenAI key.",
    ),
    "key in YAML": (instead("Greet.", f"Use {KEY}"), f"{GREETER_FILE}:5:19: error: A secret in a file"),
    "key as a model": (instead("smart", KEY), f"{GREETER_FILE}:4:8: error: A secret in a file"),
    "key of a provider": (
        put("gptctl.yaml", f"{PROJECT}providers: {{local: {{api_key: hunter2}}}}\n"),
        "gptctl.yaml:10:21: error: A secret in a file: Take `api_key` out",
    ),
}
EVERY = {**NAMED_IN_ISSUE, **OTHERS}


def check_message(done: Measured, said: str) -> None:
    first, last = done.err.splitlines()
    assert first.startswith(said)
    assert last == "gptctl: 1 thing to mend in the declarations"
    assert done.out == ""
    assert KEY not in done.err


@pytest.mark.parametrize("case", NAMED_IN_ISSUE)
def test_nothing_is_applied_and_one_message_says_why(project: Project, refused: Orderly, case: str) -> None:
    spoil, said = NAMED_IN_ISSUE[case]
    spoil(project)
    check_message(refused(project, "apply", "--yes"), said)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("apply", "--yes"), ("plan",), ("show",), ("status",)], ids=" ".join)
@pytest.mark.parametrize("case", EVERY)
def test_every_command_says_the_same(project: Project, refused: Orderly, case: str, arguments: Sequence[str]) -> None:
    spoil, said = EVERY[case]
    spoil(project)
    check_message(refused(project, *arguments), said)


@pytest.mark.slow
@pytest.mark.parametrize("case", EVERY)
def test_validate_finds_it_in_what_was_applied(applied: Project, refused: Orderly, case: str) -> None:
    spoil, said = EVERY[case]
    spoil(applied)
    done = refused(applied, "validate")
    assert [line.startswith(said) for line in done.out.splitlines()[:-1]] == [True]
    assert done.err == ""


def test_a_merge_bomb_is_refused_where_it_starts(project: Project, refused: Orderly) -> None:
    layers = [f"  a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], y{n}: z}}\n" for n in range(1, 10)]
    also(f"variables:\n  a0: &a0 {{x: y}}\n{''.join(layers)}")(project)
    done = refused(project, "apply", "--yes")
    assert done.err.startswith(f"{GREETER_FILE}:8:12: error: A merge key: `<<` is not part of YAML 1.2")
    assert len(done.err.splitlines()) < 12


def test_a_thousand_mistakes_are_told_up_to_a_bound(project: Project, refused: Orderly) -> None:
    also("".join(f"wrong{n}: x\n" for n in range(1000)))(project)
    assert len(refused(project, "apply", "--yes").err.splitlines()) < 110


def test_an_unset_variable_of_the_environment_is_named(project: Project, refused: Orderly) -> None:
    put("gptctl.yaml", PROJECT.replace("none", '"${NO_SUCH_VARIABLE}"'))(project)
    check_message(
        refused(project, "apply", "--yes"),
        "gptctl.yaml:6:11: error: A variable of the environment: The variable NO_SUCH_VARIABLE is not set",
    )


def test_without_a_project_file_there_is_no_project(project: Project, refused: Orderly, tmp_path: Path) -> None:
    away("gptctl.yaml")(project)
    done = refused(project, "apply", "--yes", status=64)
    assert done.err == f"gptctl: There is no gptctl.yaml in {tmp_path}/acme or above.\n`gptctl init` makes one.\n"


@pytest.mark.parametrize("command", ["validate", "plan"])
def test_a_target_that_is_no_provider_is_told_once(project: Project, refused: Orderly, command: str) -> None:
    put("gptctl.yaml", PROJECT.replace("dev: {targets: [local]}", "dev: {targets: [locl]}"))(project)
    done = refused(project, command)
    said = "gptctl.yaml:8:19: error: An unknown provider: `locl` is no provider. Did you mean `local`?"
    assert said in done.out + done.err
    assert (done.out + done.err).count("error:") == 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("{thread: 2}", "10:21: error: An unknown setting: `providers.local.thread`: Did you mean `threads`?"),
        ("{'a[\"\\x\"]': 2}", "10:21: error: An unknown setting: "),
        ("{context: 5, threads: 0}", "10:33: error: A wrong setting: `providers.local.threads`: write a whole number"),
    ],
)
def test_a_wrong_setting_of_a_provider_is_told_at_its_place(
    project: Project, refused: Orderly, settings: str, said: str
) -> None:
    put("gptctl.yaml", f"{PROJECT}providers: {{local: {settings}}}\n")(project)
    assert f"gptctl.yaml:{said}" in refused(project, "plan").err
