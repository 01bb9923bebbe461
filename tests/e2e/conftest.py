from pathlib import Path

import pytest

from tests.support.terminal import Project

PROJECT = """\
apiVersion: gptctl/v1
kind: Project
name: acme
id: 0123456789abcdef0123456789abcdef
models:
  smart: {local: none}
environments:
  dev: {targets: [local]}
  prod: {targets: [local], protect: true}
"""
SUPPORT = """\
apiVersion: gptctl/v1
kind: Assistant
name: support
description: Answers questions about orders
model: smart
instructions: support.md
knowledge: [handbook]
"""
INSTRUCTIONS = "You answer questions about orders. Be kind. Never guess. Say so when you do not know.\n"
GREETER = """\
apiVersion: gptctl/v1
kind: Assistant
name: greeter
model: smart
instructions: Greet.
"""
REFUNDS = "# Refunds\n\nA refund takes ten working days. The money goes back to the card that paid.\n"
SHIPPING = "# Shipping\n\n## Abroad\n\nParcels to other countries take three weeks.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two assistants and a knowledge folder, committed, and applied nowhere."""
    made = Project(root=tmp_path / "acme", home=tmp_path / "home")
    made.write("gptctl.yaml", PROJECT)
    made.write("assistants/support.yaml", SUPPORT)
    made.write("assistants/support.md", INSTRUCTIONS)
    made.write("assistants/greeter.yaml", GREETER)
    made.write("knowledge/handbook/refunds.md", REFUNDS)
    made.write("knowledge/handbook/shipping.md", SHIPPING)
    made.write(".gitignore", ".gptctl/\n")
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit("Declare two assistants")
    return made


@pytest.fixture
def applied(project: Project) -> Project:
    """The same, applied."""
    done = project.run("apply", "--yes")
    assert done.status == 0, done.err
    return project
