"""The handbook on a real Open WebUI with a real model: applied, asked through its own API, edited, found again."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.openwebui import Console
from tests.support.servers.openwebui import MODEL, OpenWebUI
from tests.support.terminal import Project

LIMIT_SECONDS = 400
"""One thread reads a dozen pages; on a busy machine that takes minutes."""

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(3 * LIMIT_SECONDS)]

HANDBOOK = Path(__file__).parents[2] / "knowledge" / "handbook"
ADVANCED = "travel-and-leave/advanced-sick-leave.md"
VERIFICATION = "general-information-and-resources/employee-resources-policies/employment-verification.md"
PAGES = (
    ADVANCED,
    VERIFICATION,
    "about-us/tts-consulting/operations/performance.md",
    "career-progression-framework/overview.md",
    "general-information-and-resources/tech-policies/bug-bounty.md",
    "general-information-and-resources/tech-policies/records-management.md",
    "getting-started/welcome-letter.md",
    "tools/adobe.md",
    "tools/invision.md",
    "training-and-development/olu.md",
    "travel-and-leave/july-13-travel-guidance.md",
    "travel-and-leave/travel-and-leave-policies/first-time-travel-travel-card.md",
)
QUESTIONS = {
    "How many hours of sick leave can I be advanced?": ADVANCED,
    "Who provides employment verification to a lender or a bank?": VERIFICATION,
}
PROJECT = """\
apiVersion: gptctl/v1
kind: Project
name: acme
id: {id}
providers:
  openwebui: {{base_url: "{url}"}}
environments:
  dev: {{targets: [openwebui]}}
"""
ASSISTANT = f"""\
apiVersion: gptctl/v1
kind: Assistant
name: handbook
description: Answers questions of the staff
model: {MODEL}
parameters: {{temperature: 0, max_output_tokens: 16}}
instructions: Answer from the handbook in one sentence.
knowledge: [handbook]
"""


@pytest.fixture
def project(openwebui: OpenWebUI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("OPENWEBUI_API_KEY", openwebui.key)
    made = Project(root=tmp_path / "acme", home=tmp_path / "home", limit=LIMIT_SECONDS)
    made.write("gptctl.yaml", PROJECT.format(id="5eed" * 8, url=openwebui.url))
    made.write("assistants/handbook.yaml", ASSISTANT)
    made.write(".gitignore", ".gptctl/\n")
    for page in PAGES:
        made.write(f"knowledge/handbook/{page}", (HANDBOOK / page).read_text(encoding="utf-8"))
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit("Declare the handbook")
    return made


def test_the_handbook_is_applied_asked_edited_and_found_again(project: Project, openwebui: OpenWebUI) -> None:
    applied = project.run("apply", "--yes", "--json")
    assert applied.status == 0, applied.err
    assert settled(project)

    preset, knowledge = bound(project, openwebui)
    for question, page in QUESTIONS.items():
        answer = ask(openwebui, preset, question)
        assert answer["choices"][0]["message"]["content"].strip()
        assert sources(answer)[0] == page

    console = Console(openwebui.url, openwebui.key)
    before = [console.read("assistant", preset), console.read("knowledge", knowledge)]
    shutil.rmtree(project.root / ".gptctl")
    assert settled(project)
    assert project.run("apply", "--yes").status == 0
    assert before == [console.read("assistant", preset), console.read("knowledge", knowledge)]

    console.rewrite_preset(console.read("assistant", preset), params={"system": "Be rude."})
    listed = console.call("GET", f"/api/v1/knowledge/{knowledge}/files?limit=100")["items"]
    file = next(one["id"] for one in listed if one["filename"] == "adobe.md")
    console.call("POST", f"/api/v1/files/{file}/data/content/update", {"content": "Adobe is free."})
    drift = {(one["address"], field["path"]) for one in plan(project)["drift"] for field in one["fields"]}
    assert drift == {
        ("assistant.handbook", "params.system"),
        ("knowledge.handbook", 'files["tools/adobe.md"]'),
    } | {("assistant.handbook", f"params.{name}") for name in ("temperature", "max_tokens", "function_calling")}
    assert project.run("apply", "--yes").status == 12

    forced = project.run("apply", "--yes", "--force")
    assert forced.status == 0, forced.err
    assert settled(project)
    assert bound(project, openwebui) == (preset, knowledge)

    destroyed = project.run("destroy", "--yes")
    assert destroyed.status == 0, destroyed.err
    assert console.call("GET", "/api/v1/files/user/search?filename=*&limit=1000") == []


def plan(project: Project) -> Any:
    done = project.run("plan", "--json")
    assert done.status == 0, done.err
    return done.document


def settled(project: Project) -> bool:
    document = plan(project)
    return not document["changes"] and not document["drift"]


def bound(project: Project, openwebui: OpenWebUI) -> tuple[str, str]:
    """The ids of the preset and of its knowledge base, as a program gets them and as the server has them."""
    id_ = project.run("resolve", "handbook", "--json").document["id"]
    there = openwebui.call("GET", f"/api/v1/models/model?id={id_}")
    (knowledge,) = there["meta"]["knowledge"]
    assert knowledge["name"] == "handbook"
    return id_, knowledge["id"]


def ask(openwebui: OpenWebUI, preset: str, question: str) -> Any:
    openwebui.call("GET", "/api/models")  # as its console does: the server's own list may be older than the preset
    body = {"model": preset, "messages": [{"role": "user", "content": question}], "stream": False}
    return openwebui.call("POST", "/api/chat/completions", body)


def sources(answer: Any) -> list[str]:
    """The pages that the answer rests on, best first."""
    found = [
        (score, about["gptctl"])
        for group in answer["sources"]
        for score, about in zip(group["distances"], group["metadata"], strict=True)
    ]
    return [page for _, page in sorted(found, reverse=True)]
