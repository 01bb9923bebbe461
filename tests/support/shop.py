"""A project with a dataset of made-up orders, and models for it that are programs behind a real server."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.terminal import Project

SYLLABLES = ("ba", "ko", "mi", "tu", "re", "sol", "van", "pex", "dro", "lin")
RECIPE = """\
promotion:
  near: 0.99
  quotas: {cluster: 0, rows: 0}
  split: {validation: 0.1, test: 0.5}
  licences: [Ours]
"""


def word(number: int) -> str:
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:03}")


def asked(number: int) -> str:
    return f"Where is the {word(number)} that I ordered?"


def answered(name: str) -> str:
    return f"The {name} left our shelf and is on its way to you; a {name} takes three days."


def good(messages: Sequence[Mapping[str, Any]]) -> str:
    found = re.search(r"the (\w+) that I ordered", messages[-1]["content"])
    return answered(found[1] if found else "parcel")


def poor(messages: Sequence[Mapping[str, Any]]) -> str:
    return f"Hm. You said {len(messages[-1]['content'])} letters."


def log(count: int) -> str:
    rows = [
        {
            "id": f"c{number}",
            "model": "gpt-4o",
            "reward": 1.0,
            "messages": [
                {"role": "user", "content": asked(number)},
                {"role": "assistant", "content": answered(word(number))},
            ],
        }
        for number in range(count)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)


def stock(project: Project, base_url: str, *, instructions: str = "Greet.", model: str = "plain") -> Project:
    """Let the project's greeter answer at this server, and make it a dataset of a hundred orders."""
    made = open_shop(project, base_url, instructions=instructions, model=model)
    done = made.run("dataset", "build", "greeter")
    assert done.status == 0, done.err
    made.commit("Keep the dataset")
    return made


def open_shop(project: Project, base_url: str, *, instructions: str = "Greet.", model: str = "plain") -> Project:
    """As `stock` does, but for the dataset: only the log is there."""
    project.replace("gptctl.yaml", "environments:", f"providers:\n  local: {{base_url: {base_url}}}\nenvironments:")
    project.replace("assistants/greeter.yaml", "model: smart", f"model: {model}")
    project.replace("assistants/greeter.yaml", "instructions: Greet.", f"instructions: {instructions}")
    project.write("assistants/greeter.yaml", (project.root / "assistants/greeter.yaml").read_text("utf-8") + RECIPE)
    project.write("log.jsonl", log(100))
    done = project.run("logs", "import", "log.jsonl", "--assistant", "greeter")
    assert done.status == 0, done.err
    project.commit("Sell what people order")
    return project
