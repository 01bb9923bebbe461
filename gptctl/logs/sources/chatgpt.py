"""ChatGPT's data export, as it is downloaded: conversations of a person, those with custom GPTs among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePosixPath

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Feedback, Ran, Rating, identify
from gptctl.logs.sources import chatgpt_rating
from gptctl.logs.sources.base import Item, LogFile, Record, Rejected
from gptctl.logs.sources.chatgpt_content import give, is_given, is_question, tell
from gptctl.logs.sources.outcome import maker
from gptctl.logs.sources.rows import Place, Row, Unfit, drafted, each
from gptctl.logs.sources.shapes import digest, first, instant, mapping, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tree import Grown, Tree, grow, signals

_BESIDE = frozenset({
    "conversation_asset_file_names.json", "export_manifest.json", "group_chats.json", "library_files.json",
    "model_comparisons.json", "shared_conversations.json", "shopping.json", "sora.json", "tool_messages.json",
    "user.json", "user_settings.json",
})  # fmt: skip
"""Files of an export without conversations, or with parts of those that `conversations.json` has whole."""

SHAPE = "chatgpt"


class Reader:
    """One item of `conversations.json` or of its shards is one conversation: from the top to where its user was last.

    Left out is what the user did not see (hidden, or without weight), but for what a tool gave; what was said to a tool
    is a call of it. A sibling of a message is what was said there before: an alternative, with a signal that the user
    asked again or otherwise. `gizmo_id` is the custom GPT. `message_feedback.json` rates messages by their id.
    """

    shape = SHAPE
    title = "ChatGPT data export: conversations.json, its shards, message_feedback.json, or the zip archive"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        name = PurePosixPath(file).name
        mine = sum(_is_conversation(one) or chatgpt_rating.is_rating(one) for one in first)
        if mine:
            return 95 * mine // len(first)
        return 20 if name in _BESIDE else 0

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        ratings = _Ratings(files)
        for file in files:
            if PurePosixPath(file.name).name in _BESIDE:
                yield Rejected(file=file.name, row=0, reason="this part of the export holds no conversations")
            else:
                yield from each(self.shape, [file], ratings.read)
        yield from ratings.apart()


class _Ratings:
    """Of the conversations in the same export; they are few, and all are read first."""

    def __init__(self, files: Sequence[LogFile]) -> None:
        self._waiting: dict[str, list[chatgpt_rating.Judged]] = {}
        for record in (record for file in files for record in _rating_records(file)):
            judged = chatgpt_rating.judged(record)
            self._waiting.setdefault(judged.conversation, []).append(judged)

    def read(self, row: Row) -> Iterable[Item]:
        if chatgpt_rating.is_rating(row.value):
            return () if chatgpt_rating.judged(row.value).conversation else [row.place.reject("it rates nothing")]
        native = first(row.value, "conversation_id", "id") or digest(row.value.get("mapping"))
        return _conversation(row.place, native, row.value, self._waiting.pop(native, []))

    def apart(self) -> Iterator[Feedback]:
        """Those whose conversation is not here; another import may have brought it."""
        for conversation, waiting in self._waiting.items():
            for judged in waiting if conversation else ():
                yield Feedback(rating=judged.rating, conversation=identify(SHAPE, conversation))


def _rating_records(file: LogFile) -> Iterator[Attrs]:
    """Of a file whose first record is a rating: the others hold none."""
    for record in file:
        value = record.value if isinstance(record, Record) else None
        if not chatgpt_rating.is_rating(value):
            if isinstance(record, Record) and _is_conversation(value):
                return
            continue
        yield mapping(value)


def _is_conversation(value: JSON) -> bool:
    nodes = list(mapping(mapping(value).get("mapping")).values())
    return any(isinstance(node, Mapping) and "parent" in node and "message" in node for node in nodes[:5])


def _conversation(place: Place, native: str, value: Attrs, judged: Sequence[chatgpt_rating.Judged]) -> Iterator[Item]:
    nodes = {key: node for key, node in mapping(value.get("mapping")).items() if isinstance(node, Mapping)}
    if not nodes:
        raise Unfit("it has no `mapping` of messages")
    said = {key: mapping(node.get("message")) for key, node in nodes.items()}
    tree = Tree(parents={key: text(node.get("parent")) for key, node in nodes.items()})
    current = text(value.get("current_node"))
    given = frozenset(takewhile(lambda node: is_given(said[node]), tree.chosen(current)))

    def told(telling: Telling, node: str) -> None:
        if node in given:
            give(telling, said[node])
        else:
            tell(telling, said[node], node)

    grown = grow(tree, current, told, lambda node: is_question(said[node]))
    held = grown.held()
    rated = _rated(grown, [one for one in judged if one.message in held or one.message not in nodes])
    yield replace(
        drafted(place, native, grown.telling, _ran(value, [said[node] for node in grown.path])),
        started=instant(value.get("create_time")),
        ended=max(instant(value.get("update_time")), instant(value.get("create_time"))),
        ratings=tuple(rated.pop("", ())),
        alternatives=grown.alternatives(rated),
        signals=signals(grown.branches),
    )
    for one in judged:
        if one.message in nodes and one.message not in held:
            yield Feedback(rating=one.of_message(-1), conversation=identify(SHAPE, native), message=one.message)


def _rated(grown: Grown, judged: Sequence[chatgpt_rating.Judged]) -> dict[str, list[Rating]]:
    """Those of the conversation and its messages under "", those of branches under the id of their message."""
    found: dict[str, list[Rating]] = {"": []}
    held = grown.held()
    for one in judged:
        at = grown.index(one.message)
        if at < 0 and one.message in held:
            found.setdefault(one.message, []).append(one.of_message(0))
        else:
            found[""].append(one.rating if at < 0 else one.of_message(at))
    return found


def _ran(value: Attrs, messages: Sequence[Attrs]) -> Ran:
    models = [text(mapping(message.get("metadata")).get("model_slug")) for message in messages]
    model = next((model for model in reversed(models) if model), text(value.get("default_model_slug")))
    gizmo = text(value.get("gizmo_id"))
    return Ran(remote_id=f"gizmo:{gizmo}" if gizmo else "", model=model, provider=maker(model) or "openai")
