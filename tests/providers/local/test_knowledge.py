"""Knowledge bases: what is read again, what is kept, what may not go."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gptctl.core.resource import Observed
from gptctl.errors import Rejected
from gptctl.providers.base import Draft
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.subject import Pages, address, draft, mark


class Counting(Pages):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, digest: str) -> bytes:
        self.asked.append(digest)
        return super().read(digest)


def counted(attrs: dict[str, object]) -> tuple[Draft, Counting]:
    contents = Counting()
    return Draft(attrs=attrs, marker=mark(address("knowledge"), attrs), contents=contents), contents


def passages(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "local.db")) as db:
        return [text for (text,) in db.execute("SELECT text FROM passages ORDER BY text")]


def test_only_changed_files_are_read_and_gone_ones_leave_no_passage(provider: LocalProvider, tmp_path: Path) -> None:
    handler = provider.handlers["knowledge"]
    one, two, three = (Pages.digest(text.encode()) for text in ("First.", "Second.", "Third."))
    made = handler.create(draft("knowledge", {"name": "sample", "files": {"a.md": one, "b.md": two}}))
    changed, contents = counted({"name": "sample", "files": {"a.md": one, "c.md": three}})
    handler.update(made.id, changed, version=made.version)
    assert contents.asked == [three]
    assert passages(tmp_path / "home") == ["First.", "Third."]


def test_another_way_of_cutting_cuts_every_file_again(provider: LocalProvider) -> None:
    handler = provider.handlers["knowledge"]
    files = {"a.md": Pages.digest(("Word. " * 400).encode())}
    made = handler.create(draft("knowledge", {"name": "sample", "files": files}))
    finer, contents = counted({"name": "sample", "files": files, "chunking": {"max_tokens": 100}})
    now = handler.update(made.id, finer, version="")
    assert contents.asked == list(files.values())
    assert now.attrs == finer.attrs


def test_the_index_forgets_what_is_gone(provider: LocalProvider, tmp_path: Path) -> None:
    handler = provider.handlers["knowledge"]
    made = handler.create(draft("knowledge", {"name": "s", "files": {"a.md": Pages.digest(b"Xylophones are loud.")}}))
    handler.delete(made.id, version="")
    with closing(sqlite3.connect(tmp_path / "home" / "local.db")) as db:
        assert db.execute("SELECT rowid FROM words WHERE words MATCH 'xylophones'").fetchall() == []
        db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


def test_knowledge_in_use_is_not_deleted(
    provider: LocalProvider, make_knowledge: Callable[..., Observed], make_assistant: Callable[..., Observed]
) -> None:
    knowledge = make_knowledge()
    assistant = make_assistant(knowledge)
    with pytest.raises(Rejected, match="still used by helper"):
        provider.handlers["knowledge"].delete(knowledge.id, version="")
    provider.handlers["assistant"].delete(assistant.id, version="")
    provider.handlers["knowledge"].delete(knowledge.id, version="")
    assert provider.handlers["knowledge"].read(knowledge.id) is None


def test_an_assistant_cannot_use_what_is_not_there(provider: LocalProvider) -> None:
    with pytest.raises(Rejected, match="no knowledge base kb_gone"):
        provider.handlers["assistant"].create(draft("assistant", {"name": "x", "knowledge": [{"$id": "kb_gone"}]}))


def test_a_file_that_cannot_be_read_is_named(provider: LocalProvider) -> None:
    files = {"broken.pdf": Pages.digest(b"no pdf")}
    with pytest.raises(Rejected, match=r"broken\.pdf is not readable as PDF"):
        provider.handlers["knowledge"].create(draft("knowledge", {"name": "x", "files": files}))
