"""Requests and responses of Anthropic's Messages API, as applications log them."""

from collections.abc import Iterable, Iterator, Sequence

from gptctl.core.value import JSON
from gptctl.logs.sources import pair
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.generation import around, generated, rated
from gptctl.logs.sources.judged import judgements
from gptctl.logs.sources.rows import Row, Unfit, each, share


class Reader:
    """One row is one conversation: all that its request repeats, and the answer.

    Rows of one session that begin with the same question and answer are one conversation, of which the longest is kept.
    What a tool of the provider found, such as a page of the web, is sealed in the log, and told as lost.
    """

    shape = "anthropic-messages"
    title = "Anthropic messages: requests with responses"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, lambda value: pair.logged(value) is pair.Api.MESSAGES, pair.SURE)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _read(row: Row) -> Iterable[Item]:
    found = pair.pair(row.value)
    if found is None:
        raise Unfit("it holds no request")
    known = around(row.value, found.request, found.response)
    return rated(generated(row.place, pair.generation(found), known), judgements(row.value))
