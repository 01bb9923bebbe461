"""Rows to curate: real sentences in new combinations, about 800 bytes each, with known shares of everything."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

EXCHANGES = Path(__file__).parents[1] / "tests" / "data" / "airline_exchanges.jsonl"
EXACT, NEAR, MAIL, SECRET = 0.04, 0.08, 0.02, 0.002
RECENT = 5000
"""A duplicate is one of the last so many rows, so that rows are made in constant memory."""


def write(path: Path, count: int, seed: int = 1) -> None:
    """`count` rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(count, seed))


def rows(count: int, seed: int) -> Iterator[dict[str, Any]]:
    random, said = Random(seed), _sentences()  # noqa: S311 -- the same rows everywhere
    recent: list[list[dict[str, str]]] = []
    for number in range(count):
        chance = random.random()
        if recent and chance < EXACT + NEAR:
            messages = [dict(message) for message in random.choice(recent)]
            if chance < NEAR:
                _change(messages, random)
        else:
            messages = _messages(said, random)
        if random.random() < MAIL:
            messages[0]["content"] += f" Write to user{number}@example.com, please."
        if random.random() < SECRET:
            messages[0]["content"] += f" The key is sk-{random.getrandbits(256):064x}T3BlbkFJ."
        if len(recent) < RECENT:
            recent.append(messages)
        else:
            recent[number % RECENT] = messages
        yield {"id": f"c{number}", "time": float(number), "score": 1.0, "messages": messages}


def _sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"user": [], "assistant": []}
    for line in EXCHANGES.read_text("utf-8").splitlines():
        for message in json.loads(line):
            if message["role"] in found and message["content"]:
                parts = re.split(r"(?<=[.!?])\s+|\n+", message["content"])
                found[message["role"]] += [part for part in parts if 15 < len(part) < 200]
    return {role: sorted(set(parts)) for role, parts in found.items()}


def _messages(said: dict[str, list[str]], random: Random) -> list[dict[str, str]]:
    return [
        {"role": role, "content": " ".join(random.sample(said[role], size))}
        for role, size in (("user", 2), ("assistant", 3), ("user", 2), ("assistant", 3))
    ]


def _change(messages: list[dict[str, str]], random: Random) -> None:
    message = random.choice(messages)
    words = message["content"].split(" ")
    words[random.randrange(len(words))] = random.choice(["please", "kindly", "really", "just"])
    message["content"] = " ".join(words)
