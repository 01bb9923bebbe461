"""Conversations of real text in which we know what was planted: `planted()` is the same wherever it runs.

The carrier are exchanges of real conversations with an airline's assistant (tests/data/airline_exchanges.jsonl, MIT,
licence beside it), drawn anew for each conversation so that no two are near duplicates unless they were planted so.
"""

import base64
import copy
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from gptctl.promote.chat import said
from gptctl.promote.row import Row
from tests.support import planted_people, planted_secrets

ROOT = Path(__file__).parents[2]
START = 1_760_000_000
LEAST = 300  # characters of an exchange: so that to have one of two in common makes no near duplicates
SHARE_OF_CALLS = 0.15
COUNTS = {"secret": 200, "email": 500, "phone": 500, "card": 500, "iban": 500, "name": 300, "broken": 50,
          "near": 1000, "contradiction": 100}  # fmt: skip
SAID = {
    "email": ["You can reach me at {}.", "My e-mail is {}, thanks", "Send it to <{}>!", "mail: {}; please confirm"],
    "card": ["My card is {}.", "Charge {}, please", "card number {}", "Use ({}) for the difference."],
    "iban": ["Refund to {}.", "my IBAN is {}, thanks", "Please send the money to account {} today."],
    "phone": ["Call me at {}.", "My number is {}, thanks", "You can reach me under {} after six.", "phone: {}"],
    "name": ["My name is {}.", "Hi, I'm {} and I need help.", "This is {}, we spoke before.", "Best regards, {}",
             "The second passenger is {}.", "{} will travel with me."],
    "secret": ["I think it is {}.", "here you go: {}, is that enough?", "I found `{}` in the settings", "({})",
               'They sent me "{}"; what now?'],
}  # fmt: skip
BROKEN = ("unpaired", "not_json", "schema", "unknown_tool", "no_name", "orphan")

Conversation = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """`value` is what was planted, `kind` a key of COUNTS or `secret:KIND`; of pairs it is the id of the original."""

    id: str
    kind: str
    value: str
    form: str = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """`conversations` are in order of time, each {"id", "time", "score", "messages"}; `tools` in OpenAI's shape."""

    conversations: list[Conversation]
    plants: tuple[Plant, ...]
    tools: list[dict[str, Any]]


def planted(size: int = 10_000, seed: int = 4) -> Planted:
    """`size` conversations; what is planted shrinks with it in proportion (200 secrets in 10,000)."""
    random = Random(seed)
    counts = {kind: count * size // 10_000 for kind, count in COUNTS.items()}
    pairs = counts["near"] + counts["contradiction"]
    exchanges = _exchanges()
    base = [_carrier(f"base{n}", exchanges, random) for n in range(size - pairs)]
    order = random.sample(range(len(base)), sum(counts.values()))
    plants, twins = [], []
    for kind, count in counts.items():
        for n in range(count):
            carrier = base[order.pop()]
            if kind in TWINS:
                twin = TWINS[kind](carrier, n, random)
                twins.append(twin)
                plants.append(Plant(id=twin["id"], kind=kind, value=carrier["id"]))
            else:
                plants.append(_plant(carrier, kind, n, random))
    conversations = base + twins
    random.shuffle(conversations)
    for n, conversation in enumerate(conversations):
        conversation["time"] = float(START + 60 * n)
    return Planted(conversations=conversations, plants=tuple(plants), tools=tools())


def tools() -> list[dict[str, Any]]:
    """The tools of the airline's assistant, as its declaration in this repository has them."""
    files = sorted((ROOT / "assistants" / "schemas").glob("*.json"))
    return [
        {"type": "function", "function": {"name": file.stem, "parameters": json.loads(file.read_text("utf-8"))}}
        for file in files
    ]


def _exchanges() -> list[list[dict[str, Any]]]:
    lines = (ROOT / "tests" / "data" / "airline_exchanges.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if len(line) > LEAST]


def _carrier(name: str, exchanges: list[list[dict[str, Any]]], random: Random) -> Conversation:
    """About 1,000 bytes: two exchanges that hardly anybody else has together, before them at times one with a tool."""
    said = [part for part in exchanges if len(part) == len(("user", "assistant"))]
    called = [part for part in exchanges if len(part) > len(("user", "assistant"))]
    parts = random.sample(called, random.random() < SHARE_OF_CALLS) + random.sample(said, 2)
    messages = [message for part in parts for message in part]
    return {"id": name, "time": 0.0, "score": 1.0, "messages": copy.deepcopy(messages)}


# What is planted in a conversation


def _plant(carrier: Conversation, kind: str, n: int, random: Random) -> Plant:
    if kind == "broken":
        form = BROKEN[n % len(BROKEN)]
        carrier["messages"] += _broken(form)
        return Plant(id=carrier["id"], kind=kind, value=form)
    if kind == "secret":
        names = sorted(planted_secrets.MAKERS)
        name = names[n % len(names)]
        value, form = planted_secrets.secret(name, random), list(FORMS)[n // len(names) % len(FORMS)]
        _say(carrier, form, SAID[kind], value, random)
        return Plant(id=carrier["id"], kind=f"secret:{name}", value=value, form=form)
    value, form = planted_people.MAKERS[kind](random), random.choice(["said", "said", "argument", "result"])
    form = "said" if kind == "name" else form
    _say(carrier, form, SAID[kind], value, random)
    return Plant(id=carrier["id"], kind=kind, value=value, form=form)


def _say(carrier: Conversation, form: str, sentences: list[str], value: str, random: Random) -> None:
    written = FORMS[form](value)
    sentence = random.choice(sentences).format(written)
    messages = carrier["messages"]
    if form == "said":
        user = random.choice([message for message in messages if message["role"] == "user"])
        user["content"] += " " + sentence
        return
    thought = {"thought": sentence} if form == "argument" else {"thought": "Look at the profile."}
    arguments = json.dumps(thought)
    if form == "escaped":
        arguments = json.dumps({"thought": ""})[:-2] + sentence.replace("\n", "\\n").replace('"', "'") + '"}'
    result = json.dumps({"note": sentence, "ok": True}) if form not in {"argument", "escaped"} else ""
    messages += [{"role": "user", "content": "Can you check that again?"}, *_call("think", arguments, result)]
    messages.append({"role": "assistant", "content": "I checked it again, and all is as it should be."})


def _call(name: str, arguments: str, result: str) -> list[dict[str, Any]]:
    call = {"id": "call_planted", "type": "function", "function": {"name": name, "arguments": arguments}}
    return [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_planted", "content": result},
    ]


def _escaped(value: str) -> str:
    """Every second sign as JSON may write it."""
    return "".join(rf"\u{ord(sign):04x}" if i % 2 else sign for i, sign in enumerate(value))


def _encoded(value: str) -> str:
    return base64.b64encode(f"token {value}".encode()).decode()


FORMS = {
    "said": str,
    "argument": str,
    "result": str,
    "escaped": _escaped,
    "url": lambda value: "".join(f"%{ord(c):02X}" if i % 3 == 0 else quote(c, safe="") for i, c in enumerate(value)),
    "base64": _encoded,
}


def _broken(form: str) -> list[dict[str, Any]]:
    good = '{"user_id": "mia_li_3668"}'
    last = {"role": "assistant", "content": "I found your profile."}
    ask = {"role": "user", "content": "Please look at my profile."}
    call, result = {
        "unpaired": lambda: (_call("get_user_details", good, "{}")[0], None),
        "not_json": lambda: _call("get_user_details", good[:-2], "{}"),
        "schema": lambda: _call("get_user_details", '{"user_id": 3668}', "{}"),
        "unknown_tool": lambda: _call("get_user", good, "{}"),
        "no_name": lambda: _call("", good, "{}"),
        "orphan": lambda: (None, _call("get_user_details", good, "{}")[1]),
    }[form]()
    return [message for message in (ask, call, result, last) if message]


# What is planted beside a conversation


def _near(carrier: Conversation, n: int, random: Random) -> Conversation:
    """The same but for one word of a user's and the capital of another."""
    twin = copy.deepcopy(carrier)
    users = [message for message in twin["messages"] if message["role"] == "user"]
    words = users[0]["content"].split(" ")
    words[random.randrange(len(words))] = random.choice(["please", "kindly", "really", "just"])
    users[0]["content"] = " ".join(words)
    users[-1]["content"] = users[-1]["content"].swapcase()[:1] + users[-1]["content"][1:]
    return twin | {"id": f"near{n}"}


def _contradiction(carrier: Conversation, n: int, _random: Random) -> Conversation:
    """The same context, the opposite answer; every second one was rated as bad."""
    twin = copy.deepcopy(carrier)
    carrier["messages"][-1]["content"] = f"Yes, that is possible under our policy, and I will do it for you now ({n})."
    twin["messages"][-1]["content"] = f"No, our policy rules that out, and I am not able to do that for you ({n})."
    return twin | {"id": f"contradiction{n}", "score": float(n % 2)}


TWINS = {"near": _near, "contradiction": _contradiction}


def row(conversation: Conversation) -> Row:
    """The conversation as curation reads it: each answer is a target."""
    messages = conversation["messages"]
    return Row(
        id=conversation["id"],
        time=conversation["time"],
        messages=messages,
        targets=tuple(n for n, message in enumerate(messages) if message["role"] == "assistant"),
        text=said(messages),
        score=conversation["score"],
        tools="airline",
        finish="stop",
    )
