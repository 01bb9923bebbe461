"""What still works where `gptctl[local]` is not installed, and what is said of the rest: in a process that lacks it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
LACKING = """
import json, sys
for name in ("numpy", "tokenizers", "safetensors", "wordllama", "xllamacpp", "pypdf", "docx", "selectolax"):
    sys.modules[name] = None
from pathlib import Path
from gptctl.core.conversation import Message, Role
from gptctl.errors import ProviderError
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.subject import Pages, draft
from tests.support.handbook import HANDBOOK
home = Path(sys.argv[1])
provider = LocalProvider(name="local", home=home, settings={}, environ={})

def ask(question, model):
    files = {path: Pages.digest(text.encode()) for path, text in HANDBOOK.items()}
    knowledge = provider.handlers["knowledge"].create(draft("knowledge", {"name": "h", "files": files}))
    attrs = {"name": "a", "model": model, "knowledge": [{"$id": knowledge.id}]}
    made = provider.handlers["assistant"].create(draft("assistant", attrs))
    return provider.ask(made.id, [Message(role=Role.USER, text=question)], on_text=lambda _: None)

def outcome(run):
    try:
        answer = run()
    except ProviderError as error:
        return {"error": error.message, "advice": error.advice}
    return {"text": answer.text, "notes": answer.notes, "files": [source.file for source in answer.sources]}
"""


def lacking(home: Path, run: str) -> Any:
    script = f"{LACKING}\nprint(json.dumps(outcome(lambda: {run})))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], check=True, cwd=ROOT, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def test_answers_go_by_words_and_say_so(tmp_path: Path) -> None:
    outcome = lacking(tmp_path, 'ask("Where is the paper of the printers?", "none")')
    assert outcome["files"][0] == "tools/printers.md"
    assert "> Paper is in the cupboard beside them." in outcome["text"]
    assert any("keyword search only" in note for note in outcome["notes"])


@pytest.mark.parametrize(("ending", "package"), [("pdf", "pypdf"), ("docx", "docx"), ("html", "selectolax")])
def test_a_document_names_the_package_it_needs(tmp_path: Path, ending: str, package: str) -> None:
    attrs = f'{{"name": "k", "files": {{"a.{ending}": Pages.digest(b"x")}}}}'
    outcome = lacking(tmp_path, f'provider.handlers["knowledge"].create(draft("knowledge", {attrs}))')
    assert package in outcome["error"]
    assert "pip install 'gptctl[local]'" in outcome["advice"]


def test_a_model_names_the_package_it_needs(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "mine.gguf").touch()
    outcome = lacking(tmp_path, 'ask("Where are the printers?", "mine")')
    assert "xllamacpp" in outcome["error"]
    assert "pip install 'gptctl[local]'" in outcome["advice"]
