"""What a new project starts with: a small one that works."""

from collections.abc import Mapping

_PROJECT = """\
# yaml-language-server: $schema=schemas/project.json
apiVersion: gptctl/v1
kind: Project
name: {name}
id: {id}  # random; part of every mark at a provider, so never change it
models:
  default: {{local: smollm2-135m}}
providers:
  local: {{}}
environments:
  dev: {{targets: [local]}}
"""

_ASSISTANT = """\
# yaml-language-server: $schema=../schemas/assistant.json
apiVersion: gptctl/v1
kind: Assistant
name: helper
description: Answers questions from the pages in knowledge/guide
model: default
parameters: {temperature: 0}
instructions: helper.md
variables: {product: our product}
starters:
  - {title: First steps, text: How do I get started?}
knowledge: [guide]
tests: [helper.tests.yaml]
"""

_TESTS = """\
# yaml-language-server: $schema=../schemas/tests.json
apiVersion: gptctl/v1
kind: Tests
tests:
  - name: first steps
    ask: How do I get started?
    expect: {cites: getting-started.md}
"""

_INSTRUCTIONS = """\
You help people who use {{product}}.

Answer from the pages you are given, in a few sentences, and name the page. When they do not say, say so.
"""

_PAGE = """\
# Getting started

Replace this page with your own: every Markdown, text, HTML, PDF, Word or CSV file in this folder is knowledge.

After a change, `gptctl plan` shows what would happen and `gptctl apply` makes it so.
"""

IGNORE = ".gitignore"
ASSISTANT = "helper"

_IGNORED = ".gptctl/"


def files(name: str, project_id: str) -> Mapping[str, str]:
    """The files of a project of that name, by their path below its folder; all but its `.gitignore`."""
    return {
        "gptctl.yaml": _PROJECT.format(name=name, id=project_id),
        "assistants/helper.yaml": _ASSISTANT,
        "assistants/helper.md": _INSTRUCTIONS,
        "assistants/helper.tests.yaml": _TESTS,
        "knowledge/guide/getting-started.md": _PAGE,
    }


def ignoring(there: bytes) -> bytes:
    """What to put at the end of a `.gitignore` so that git leaves our own folder alone; nothing if it does already."""
    if _IGNORED.encode() in (one.strip() for one in there.splitlines()):
        return b""
    gap = b"" if not there or there.endswith(b"\n") else b"\n"
    return gap + _IGNORED.encode() + b"\n"
