"""The output of a batch, joined with the input that it was made from: OpenAI's, Mistral's and Anthropic's."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import pair
from gptctl.logs.sources.base import Item, LogFile, Rejected
from gptctl.logs.sources.generation import around, generated
from gptctl.logs.sources.held import Held
from gptctl.logs.sources.rows import Row, Unfit, each, rows, share
from gptctl.logs.sources.shapes import mapping, text

NO_INPUT = "its request is not in the files: import the input file of the batch together with its output"
NO_OUTPUT = (
    "there is no answer to this request in the files: import the output file of the batch together with its input"
)
TWO_INPUTS = "several requests have this custom_id: import each batch on its own"


class Reader:
    """One row of output is one conversation. Rows of input are held until their answers were read.

    Input without output, output without input, and a `custom_id` that stands for two requests are rejected.
    """

    shape = "openai-batch"
    title = "Batch output with its input: OpenAI, Mistral, Anthropic"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, lambda value: _is_input(value) or _is_output(value), 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        inputs = _Inputs(row for row in rows(self.shape, files) if isinstance(row, Row) and _is_input(row.value))
        yield from each(self.shape, files, lambda row: _read(row, inputs))
        yield from inputs.unanswered()


class _Inputs:
    def __init__(self, found: Iterable[Row]) -> None:
        self._held: dict[str, list[Held]] = {}
        self._answered: set[str] = set()
        self._confused: set[str] = set()
        for row in found:
            held, known = Held(row), self._held.setdefault(_key(row), [])
            if all(held.packed != other.packed for other in known):
                known.append(held)

    def of(self, output: Row) -> Attrs:
        """The request that this is the answer to. Raises Unfit."""
        key = _key(output)
        found = self._held.get(key, [])
        if not found:
            raise Unfit(NO_INPUT)
        if len(found) > 1:
            self._confused.add(key)
            raise Unfit(TWO_INPUTS)
        self._answered.add(key)
        value = found[0].row.value
        return mapping(value.get("body")) or mapping(value.get("params"))

    def unanswered(self) -> Iterator[Rejected]:
        for key, found in self._held.items():
            if key not in self._answered:
                reason = TWO_INPUTS if key in self._confused else NO_OUTPUT
                yield from (held.place.reject(reason) for held in found)


def _is_input(value: Attrs) -> bool:
    return "custom_id" in value and ("body" in value or "params" in value) and not _is_output(value)


def _is_output(value: Attrs) -> bool:
    return "custom_id" in value and ("response" in value or "result" in value)


def _read(row: Row, inputs: _Inputs) -> Iterable[Item]:
    if _is_input(row.value):
        return ()
    if not _is_output(row.value):
        raise Unfit("it is neither a request nor an answer of a batch")
    request = inputs.of(row)
    found = pair.Pair(request=request, response=_response(row.value))
    known = replace(around(request, found.response), native=text(row.value.get("id")))
    return [generated(row.place, pair.generation(found), known)]


def _response(output: Attrs) -> JSON:
    """The body of the answer, or why there is none."""
    result = mapping(output.get("result"))
    if result:  # Anthropic: succeeded, errored, canceled, expired
        return result.get("message") or {"error": result.get("error") or text(result.get("type")) or "unknown"}
    return pair.unwrapped(output.get("response")) or {"error": output.get("error") or "unknown"}


def _key(row: Row) -> str:
    return text(row.value.get("custom_id"))
