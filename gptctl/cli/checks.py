"""What `gptctl doctor` looks at on this machine and in this project."""

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from gptctl.cli.shell import Shell
from gptctl.config.revision import head, refusal
from gptctl.core.plural import plural
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, Locked, Refused
from gptctl.providers.base import Check, Checkable

OLDEST = (3, 11)
EXTRA_LOCAL = ("numpy", "pypdf", "docx", "selectolax", "tokenizers", "wordllama", "xllamacpp")
KEYS = (
    *("ANTHROPIC_API_KEY", "AZURE_AI_API_KEY", "AZURE_AI_TOKEN", "GEMINI_API_KEY", "GPTCTL_LOCAL_API_KEY"),
    *("MISTRAL_API_KEY", "OPENAI_API_KEY", "OPENWEBUI_API_KEY"),
)


def machine(home: Path) -> Iterator[Check]:
    """What needs no project."""
    yield Check(name="python", ok=sys.version_info >= OLDEST, detail=platform.python_version())
    yield _git()
    yield _extra()
    yield _home(home)
    present = [name for name in KEYS if os.environ.get(name)]
    yield Check(name="keys", ok=True, detail=f"in the environment: {', '.join(present) or 'none'}")


def project(shell: Shell) -> Iterator[Check]:
    """What belongs to the project and its providers. A project that cannot be opened is one failed check."""
    try:
        yield _history(shell.place.root)
        with shell.session() as session:
            declared = plural(len(session.outline.wanted), "object is", "objects are")
            yield Check(name="declarations", ok=True, detail=f"{declared} declared")
            yield _record(session)
            yield _journal(session)
            yield _lock(session)
            for provider in session.providers.values():
                if isinstance(provider, Checkable):
                    yield from provider.checks()
    except GptctlError as error:
        yield Check(name="project", ok=False, detail=" ".join(filter(None, (error.message, error.advice))))


def _git() -> Check:
    found = shutil.which("git")
    return Check(name="git", ok=found is not None, detail=found or "not found: no history, no rollback")


def _history(root: Path) -> Check:
    refused = refusal(root)
    commit, _ = head(root)
    return Check(name="history", ok=not refused, detail=refused or (f"at {commit[:10]}" if commit else "outside git"))


def _extra() -> Check:
    missing = [name for name in EXTRA_LOCAL if find_spec(name) is None]
    advice = f"not installed: {', '.join(missing)}; pip install 'gptctl[local]'"
    return Check(name="gptctl[local]", ok=not missing, detail=advice if missing else "installed")


def _home(home: Path) -> Check:
    if not home.exists():
        return Check(name="home", ok=True, detail=f"{home} is made when it is needed")
    if not home.is_dir():
        return Check(name="home", ok=False, detail=f"{home} is no folder; set GPTCTL_HOME to one")
    if stat.S_IMODE(home.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        return Check(name="home", ok=False, detail=f"others may look into {home}: chmod 700 {home}")
    return Check(name="home", ok=os.access(home, os.W_OK), detail=str(home))


def _record(session: Session) -> Check:
    reading = session.backend.read()
    recorded = f"{plural(len(reading.record.entries), 'object is', 'objects are')} recorded"
    return Check(name="record", ok=not reading.note, detail=reading.note or recorded)


def _journal(session: Session) -> Check:
    try:
        return Check(name="journal", ok=True, detail=plural(len(session.backend.journal.entries()), "line"))
    except Refused as error:
        return Check(name="journal", ok=False, detail=f"{error.message}. {error.advice}")


def _lock(session: Session) -> Check:
    """Taking it for a moment shows that it is free, and that the folder, or with `lock: git` the remote, takes it."""
    try:
        with session.backend.lock(wait=0):
            return Check(name="lock", ok=True, detail="free, and it can be taken")
    except Locked as error:
        return Check(name="lock", ok=True, detail=error.message)
    except GptctlError as error:
        return Check(name="lock", ok=False, detail=f"{error.message}. {error.advice}")
