"""Listings as OpenAI pages them: `data`, `has_more`, and the id to go on after."""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.value import Attrs
from gptctl.errors import NotDone
from gptctl.providers.api import Api, pages, rows, text


def listing(api: Api, path: str, params: Mapping[str, str]) -> Iterator[Attrs]:
    """Every object. Raises NotDone for a page that cannot be read: what is not seen there may well exist."""

    def fetch(cursor: str) -> tuple[Sequence[Attrs], str]:
        page = api.get(path, {**params, **({"after": cursor} if cursor else {})})
        found, more = rows(page.get("data"), f"GET {path}"), page.get("has_more") is True
        last = text(page.get("last_id")) or text(found[-1].get("id") if found else "")
        if more and not last:
            raise NotDone(f"GET {path} answered with a page that makes no sense")
        return found, last if more else ""

    return pages(fetch)
