"""The command line that carries out a plan that was shown."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from gptctl.cli.asked import Asked, is_plan_file
from gptctl.cli.main import PROGRAM

HERE = Path()


def next_step(asked: Asked, out: Path | None) -> str:
    """The `apply` that asks for exactly what this plan was asked for, quoted for a shell.

    `out` is the plan's file, which says everything itself but where the project is.
    """
    words = _asked(asked) if out is None else (_file(out),)
    return shlex.join((PROGRAM, "apply", *_project(asked.place.start), *words))


def _project(start: Path) -> tuple[str, ...]:
    return () if start == HERE else ("-C", str(start))


def _file(out: Path) -> str:
    """The file in a form that is neither an address nor an option."""
    text = str(out)
    return text if is_plan_file(text) and not text.startswith("-") else f"./{text}"


def _asked(asked: Asked) -> Iterator[str]:
    request, consent = asked.request, asked.request.consent
    yield from sorted(str(address) for address in request.only)
    values = (
        ("--env", asked.place.environment),
        *(("--target", target) for target in asked.place.targets),
        ("--ref", asked.ref),
        ("--max-delete", request.max_delete),
    )
    for name, value in values:
        yield from () if value is None else (name, str(value))
    flags = {
        "--allow-delete": consent.delete,
        "--force": consent.revert_drift,
        "--allow-replace": consent.replace,
        "--recreate": request.recreate,
        "--strict": request.strict,
    }
    yield from (name for name, on in flags.items() if on)
