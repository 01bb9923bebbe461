"""The transfer of files against a store that fails, forgets and is slow."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from gptctl.errors import NotDone, ProviderError, Rejected, Unknown
from gptctl.providers.transfer import FileState, Held, files_of, transfer


@dataclass
class Shelf:
    """A store of files. `slow` looks pass before a file is indexed; `spoiled` are never indexed."""

    held_: list[Held] = field(default_factory=list)
    slow: int = 0
    spoiled: frozenset[str] = frozenset()
    lose: set[int] = field(default_factory=set)
    refuse: ProviderError | None = None
    uploads: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    looks: int = 0

    def held(self) -> Sequence[Held]:
        self.looks += 1
        if self.looks > self.slow:
            self.held_ = [self._indexed(one) for one in self.held_]
        return tuple(self.held_)

    def _indexed(self, one: Held) -> Held:
        if one.state is not FileState.PENDING:
            return one
        if one.path in self.spoiled:
            return replace(one, state=FileState.FAILED, reason="cannot be parsed")
        return replace(one, state=FileState.READY)

    def add(self, path: str, digest: str, content: bytes) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.uploads.append(path)
        self.held_.append(Held(id=f"f{len(self.uploads)}", path=path, digest=digest, state=FileState.PENDING))
        if len(self.uploads) in self.lose:
            raise Unknown("no answer")

    def remove(self, file: Held) -> None:
        self.removed.append(file.id)
        self.held_ = [one for one in self.held_ if one.id != file.id]


class Bytes:
    def read(self, digest: str) -> bytes:
        return digest.encode()


def run(shelf: Shelf, **wanted: str) -> None:
    transfer(shelf, wanted, Bytes(), sleep=lambda _: None)


def test_only_what_changed_travels_and_the_old_goes_last() -> None:
    shelf = Shelf()
    run(shelf, a="1", b="1", c="1")
    shelf.uploads.clear()
    run(shelf, a="1", b="2")
    assert shelf.uploads == ["b"]
    assert sorted(shelf.removed) == ["f2", "f3"]
    assert files_of(shelf) == {"a": "1", "b": "2"}


def test_it_waits_until_everything_is_indexed() -> None:
    shelf = Shelf(slow=5)
    run(shelf, a="1")
    assert files_of(shelf) == {"a": "1"}


def test_a_store_that_never_finishes_is_given_up_by_name() -> None:
    with pytest.raises(Unknown, match="still being indexed after 600 seconds: a"):
        run(Shelf(slow=10_000), a="1")


def test_a_failed_file_is_named_and_tried_alone_next_time() -> None:
    shelf = Shelf(spoiled=frozenset({"b"}))
    with pytest.raises(Rejected, match="1 of 3 files were not taken: b: cannot be parsed"):
        run(shelf, a="1", b="1", c="1")
    assert files_of(shelf) == {"a": "1", "c": "1"}
    shelf.uploads.clear()
    shelf.spoiled = frozenset()
    shelf.held_ = [one for one in shelf.held_ if one.state is FileState.READY]
    run(shelf, a="1", b="1", c="1")
    assert shelf.uploads == ["b"]


def test_an_upload_whose_answer_was_lost_is_looked_up_and_not_made_twice() -> None:
    shelf = Shelf(lose={1, 2})
    run(shelf, a="1", b="1")
    assert sorted(shelf.uploads) == ["a", "b"]


def test_a_file_that_is_there_twice_is_cleaned_up() -> None:
    shelf = Shelf()
    run(shelf, a="1")
    shelf.held_.append(replace(shelf.held_[0], id="twin"))
    run(shelf, a="1")
    assert shelf.removed == ["twin"]


def test_a_file_somebody_put_there_shows_and_goes() -> None:
    shelf = Shelf(held_=[Held(id="x", path="", digest="", state=FileState.READY)])
    assert files_of(shelf) == {"x": ""}
    run(shelf, a="1")
    assert shelf.removed == ["x"]


def test_a_refused_upload_names_the_file() -> None:
    with pytest.raises(Rejected, match="a: too large"):
        run(Shelf(refuse=Rejected("too large")), a="1")
    with pytest.raises(NotDone, match="offline"):
        run(Shelf(refuse=NotDone("offline")), a="1")
