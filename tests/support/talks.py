"""Conversations to keep."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import Conversation, Feedback, Level, Provenance, Ran, Rater, Rating, identify
from gptctl.logs.overview import Counts
from gptctl.logs.store.store import Store

SHAPE = "messages"


def talk(native: str, *said: str, ended: float = 0.0, ratings: tuple[Rating, ...] = (), **more: Any) -> Conversation:
    """What a user and an assistant said in turn."""
    roles = (Role.USER, Role.ASSISTANT)
    made = Conversation(
        id=identify(SHAPE, native),
        came=Provenance(shape=SHAPE, file="log.jsonl", row=1, native=native),
        ran=Ran(assistant="support", model="m"),
        messages=tuple(Message(role=roles[at % 2], text=text) for at, text in enumerate(said or ("Hi?", "Hello."))),
        ended=ended,
        ratings=ratings,
    )
    return replace(made, **more)


def rated(score: float | None, level: Level = Level.CONVERSATION, **more: Any) -> Rating:
    return Rating(name="thumbs", score=score, level=level, by=Rater.PERSON, **more)


def keep(store: Store, *items: Conversation | Feedback) -> Counts:
    with store.intake() as intake:
        for item in items:
            if isinstance(item, Conversation):
                intake.add(item)
            else:
                intake.rate(item)
        return intake.commit({})


def held(store: Store) -> dict[str, Sequence[str]]:
    """What was said, by the source's id."""
    return {one.came.native: [message.text for message in one.messages] for one in store.conversations()}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
