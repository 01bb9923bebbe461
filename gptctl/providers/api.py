"""A JSON API: maps in, maps out, and every object in a listing of several pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.errors import NotDone
from gptctl.providers.http import Gone, Intent, Reply, Sender, Upload
from gptctl.providers.http.failure import unanswered

MOST_PAGES = 1000


class Api:
    """Says of every request whether it reads or writes, so that its failure can be told apart."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Attrs:
        reply = self._sender.send("GET", path, intent=Intent.READ, params=params)
        return _body(reply, f"GET {path}", Intent.READ)

    def array(self, path: str, params: Mapping[str, str]) -> Sequence[Attrs]:
        """A listing whose page is a bare list."""
        reply = self._sender.send("GET", path, intent=Intent.READ, params=params)
        return rows(reply.json, f"GET {path}")

    def seek(self, path: str) -> Attrs | None:
        """The object at this path; None when there is none."""
        try:
            return self.get(path)
        except Gone:
            return None

    def send(self, method: str, path: str, json: Attrs) -> Attrs:
        """Write, and give the object back as the provider has it now."""
        reply = self._sender.send(method, path, intent=Intent.WRITE, json=json)
        return _body(reply, f"{method} {path}", Intent.WRITE)

    def upload(self, path: str, upload: Upload, json: Attrs | None = None) -> Attrs:
        """Send a file, with what is said about it, and give back the object that the provider made of it."""
        reply = self._sender.send("POST", path, intent=Intent.WRITE, upload=upload, json=json)
        return _body(reply, f"POST {path}", Intent.WRITE)

    def delete(self, path: str, params: Mapping[str, str] | None = None) -> None:
        """Already gone is success."""
        try:
            self._sender.send("DELETE", path, intent=Intent.WRITE, params=params)
        except Gone:
            return

    def close(self) -> None:
        self._sender.close()


def pages(fetch: Callable[[str], tuple[Sequence[Attrs], str]]) -> Iterator[Attrs]:
    """Every item of a listing. `fetch` takes a cursor, `""` first, and gives a page and the next cursor, `""` last.

    Raises NotDone for a listing that comes back to a page it gave already, or has no end.
    """
    cursor, seen = "", {""}
    for _ in range(MOST_PAGES):
        page, cursor = fetch(cursor)
        yield from page
        if not cursor:
            return
        if cursor in seen:
            raise NotDone("the provider's listing goes in a circle: it gave the same page cursor twice")
        seen.add(cursor)
    raise NotDone(f"the provider's listing has more than {MOST_PAGES} pages")


def mapping(value: JSON) -> Attrs:
    """The map, or an empty one for anything else: what a server leaves out says nothing."""
    return value if isinstance(value, Mapping) else {}


def items(value: JSON) -> Sequence[Attrs]:
    """The maps in a list; none for anything else."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def rows(value: JSON, what: str) -> Sequence[Attrs]:
    """The objects on a page of a listing. Raises NotDone for anything else: what is not seen there may well exist."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise NotDone(f"{what} answered with a page that makes no sense")
    return items(value)


def text(value: JSON) -> str:
    return value if isinstance(value, str) else ""


def _body(reply: Reply, what: str, intent: Intent) -> Attrs:
    if not isinstance(reply.json, Mapping):
        raise unanswered(f"{what} answered with something that is no object", intent)
    return reply.json
