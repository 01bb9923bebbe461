"""Listings of several pages, and answers that are no objects."""

from collections.abc import Mapping, Sequence

import pytest

from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone, Unknown
from gptctl.providers.api import Api, pages
from gptctl.providers.http import Gone, Intent, Reply, Upload


class Line:
    """A sender that gives this answer, or raises it."""

    def __init__(self, answer: "JSON | Exception") -> None:
        self._answer = answer
        self.sent: list[tuple[str, str, Intent]] = []

    def send(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
        upload: Upload | None = None,
    ) -> Reply:
        self.sent.append((method, path, intent))
        if isinstance(self._answer, Exception):
            raise self._answer
        return Reply(status=200, json=self._answer, headers={})

    def close(self) -> None:
        pass


def test_every_page_is_given_in_order() -> None:
    book: Mapping[str, tuple[Sequence[Attrs], str]] = {"": ([{"n": 1}], "b"), "b": ([{"n": 2}, {"n": 3}], "")}
    assert [item["n"] for item in pages(book.__getitem__)] == [1, 2, 3]


def test_a_listing_in_a_circle_ends() -> None:
    with pytest.raises(NotDone, match="circle"):
        list(pages(lambda _: ([], "b")))


def test_a_listing_without_end_ends() -> None:
    with pytest.raises(NotDone, match="1000 pages"):
        list(pages(lambda cursor: ([], cursor + "x")))


@pytest.mark.parametrize("answer", [None, [], "text", 3])
def test_an_answer_that_is_no_object_leaves_a_write_open_and_a_read_undone(answer: JSON) -> None:
    with pytest.raises(Unknown):
        Api(Line(answer)).send("POST", "things", {})
    with pytest.raises(Unknown):
        Api(Line(answer)).upload("things", Upload(name="a", content=b""))
    with pytest.raises(NotDone):
        Api(Line(answer)).get("things")


def test_what_is_gone_is_none_to_a_look_and_success_to_a_deletion() -> None:
    line = Line(Gone("404"))
    assert Api(line).seek("things/1") is None
    Api(line).delete("things/1")
    assert line.sent == [("GET", "things/1", Intent.READ), ("DELETE", "things/1", Intent.WRITE)]
