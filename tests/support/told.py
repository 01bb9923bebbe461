"""What a reader makes of a sample, or of rows made up in a test."""

from collections.abc import Sequence

from gptctl.core.value import JSON
from gptctl.logs.conversation import Conversation
from gptctl.logs.sources.base import Item, Reader, Rejected
from tests.support.logs import SAMPLES, Rows, files_of, in_memory


def told(reader: Reader, sample: str) -> list[Item]:
    return list(reader.read([in_memory(file) for file in files_of(SAMPLES / reader.shape / sample)]))


def of_rows(reader: Reader, *values: JSON) -> list[Item]:
    return list(reader.read([Rows("log.jsonl", values)]))


def conversation(items: Sequence[Item], row: int) -> Conversation:
    (found,) = (item for item in items if isinstance(item, Conversation) and item.came.row == row)
    return found


def reasons(items: Sequence[Item]) -> dict[tuple[str, int], str]:
    return {(item.file, item.row): item.reason for item in items if isinstance(item, Rejected)}


def said(one: Conversation) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for message in one.messages]
