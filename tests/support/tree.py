"""A project in a folder, written by a test."""

import os
from collections.abc import Mapping
from pathlib import Path

from gptctl.config.workspace import Workspace, load
from gptctl.core.address import Address
from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding
from gptctl.errors import InvalidConfig

PROJECT = """\
apiVersion: gptctl/v1
kind: Project
name: acme
id: 0123456789abcdef
models:
  smart: {local: small-model, openai: big-model}
providers:
  local: {}
environments:
  dev: {targets: [local]}
  prod: {targets: [local, openai], protect: true}
"""
HEAD = "apiVersion: gptctl/v1\nkind: Assistant\n"
SUPPORT = f"{HEAD}name: support\nmodel: smart\ninstructions: Help people.\n"


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder; returns the folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def project(root: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """A project that is well, with files added to it or in place of its own."""
    return write(root, {"gptctl.yaml": PROJECT, "assistants/support.yaml": SUPPORT, **(files or {})})


def age(root: Path) -> None:
    """Make every file a minute old, so that its stamp can be trusted."""
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            then = path.stat().st_mtime_ns - 60_000_000_000
            os.utime(path, ns=(then, then))


def findings(root: Path, environment: str | None = None) -> tuple[Finding, ...]:
    """What is wrong; empty when nothing is."""
    try:
        load(root, environment)
    except InvalidConfig as wrong:
        return wrong.findings
    return ()


def told(root: Path, environment: str | None = None) -> list[str]:
    """The same, each as its place and its summary."""
    return [f"{finding.where} {finding.summary}" for finding in findings(root, environment)]


def assistant(workspace: Workspace, name: str = "support") -> Attrs:
    return attrs(workspace, Address(kind="assistant", name=name))


def attrs(workspace: Workspace, address: Address) -> Attrs:
    return next(one.attrs for one in workspace.declared if one.address == address)
