"""What tests of readiness share: conversations, a subject, and a git repository."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import Conversation, Level, Provenance, Ran, Rater, Rating, identify
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting
from tests.support.evidence import DAY, NOW

INSTRUCTIONS = "You help customers of an airline. Be kind."
SECONDS = 1_790_000_000


def git(root: Path, *arguments: str, at: int = 0) -> str:
    moment = f"{SECONDS + at} +0000"
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", *arguments]
    environ = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "PATH": os.environ["PATH"], "HOME": str(root)}
    done = subprocess.run(command, cwd=root, env=environ, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def commit(root: Path, name: str, text: str, at: int) -> str:
    (root / name).write_text(text)
    git(root, "add", name)
    git(root, "commit", "--quiet", "-m", f"change {name}", at=at)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def told(number: int, asked: str, answer: str, **fields: Any) -> Conversation:
    good = fields.pop("good", True)
    rating = Rating(name="thumb", score=float(good), level=Level.CONVERSATION, by=Rater.PERSON)
    made = Conversation(
        id=identify("messages", f"{number}"),
        came=Provenance(shape="messages", file="a.jsonl", row=number, native=f"{number}"),
        ran=Ran(assistant="airline", provider="mistral", model="mistral-small-latest"),
        messages=(Message(role=Role.USER, text=asked), Message(role=Role.ASSISTANT, text=answer)),
        instructions=INSTRUCTIONS,
        ended=NOW - (number % 60) * DAY - 3600,
        ratings=(rating,),
    )
    return replace(made, **fields)


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    return Subject(
        assistant="airline",
        recipe=Recipe(),
        setting=Setting(instructions=f"{INSTRUCTIONS}\n"),
        root=tmp_path,
        store=tmp_path / "store",
        now=NOW,
    )
