"""A large project of real text: assistants with the handbook assistant's shape, knowledge copied from the handbook."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FOLDERS = 20


def build(root: Path, *, assistants: int, files: int) -> None:
    """Make a git repository with that many assistants, and that many knowledge files in 20 folders."""
    (root / "assistants").mkdir(parents=True)
    (root / "gptctl.yaml").write_text(
        "apiVersion: gptctl/v1\nkind: Project\nname: large\nid: 00000000000000000000000000000001\n"
        "models: {default: {local: smollm2-135m}}\nproviders: {local: {}}\nenvironments: {dev: {targets: [local]}}\n"
    )
    (root / ".gitignore").write_text(".gptctl/\n")
    _knowledge(root, files)
    policy = (HERE / "assistants" / "airline.md").read_text()
    for number in range(assistants):
        _assistant(root / "assistants", number, policy)
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=b", "-c", "user.email=b@b", "commit", "-qm", "b"]):
        subprocess.run(["git", *command], cwd=root, check=True)


def _knowledge(root: Path, files: int) -> None:
    pages = sorted((HERE / "knowledge" / "handbook").rglob("*.md"))
    for number in range(files):
        folder = root / "knowledge" / f"k{number % FOLDERS:02}" / f"part{number // 400}"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pages[number % len(pages)], folder / f"page{number}.md")


def _assistant(folder: Path, number: int, policy: str) -> None:
    """Sixty lines of YAML: instructions in the file, so that there is one file an assistant."""
    lines = [line for line in policy.splitlines() if line.strip()][:48]
    body = "\n".join(f"  {line}" for line in lines)
    (folder / f"a{number:04}.yaml").write_text(
        f"apiVersion: gptctl/v1\nkind: Assistant\nname: a{number:04}\ndescription: Assistant number {number}\n"
        f"labels: {{team: t{number % 7}}}\nmodel: default\nparameters: {{temperature: 0.2, max_output_tokens: 800}}\n"
        f"knowledge: [k{number % FOLDERS:02}]\nstarters:\n  - {{title: Help, text: I need help}}\n"
        f"instructions: |\n{body}\n"
    )
