"""Calls of a model that go on from each other: each asks what the one before asked and got, and something more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gptctl.core.conversation import Role
from gptctl.logs.sources.spans.answers import Answer
from gptctl.logs.sources.spans.entry import Entry, instructions, keys, prefixes, spoken
from gptctl.logs.sources.spans.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """An answer that was not used: the same was asked again, or there were several candidates."""

    at: int
    entries: tuple[Entry, ...]
    again: bool
    """A later trace asked again, so that somebody wanted another answer."""


@dataclass(slots=True, kw_only=True)
class Chain:
    """`entries` is all that was said in the end, without instructions, and `keys` has the key of each.

    `answered` tells for each span at which entry its answer begins.
    """

    spans: list[Span] = field(default_factory=list)
    entries: tuple[Entry, ...] = ()
    keys: list[bytes] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)
    last: Span

    @property
    def traces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(span.trace for span in self.spans))

    def absorb(self, later: "Chain", shared: int) -> None:
        """Goes on with a later chain, whose first `shared` messages are the last of this one."""
        by = len(self.entries) - shared
        self.entries += later.entries[shared:]
        self.keys += later.keys[shared:]
        self.answered |= {id_: at + by for id_, at in later.answered.items()}
        self.others += [replace(other, at=other.at + by) for other in later.others]
        self.spans += later.spans
        self.last = later.last


@dataclass(frozen=True, slots=True)
class _End:
    """Where a chain may be gone on from: after its last question, or after the answer to it."""

    chain: Chain
    length: int


class _Ends:
    """All chains by their ends; one has two at most, and its old ones go when it goes on."""

    def __init__(self) -> None:
        self._ends: dict[bytes, _End] = {}
        self._keys: dict[int, list[bytes]] = {}

    def find(self, span: Span, asked: Sequence[bytes]) -> Chain | None:
        """The chain of which most is asked again. Asking just the same is another's turn under other instructions."""
        told = reversed(prefixes(asked))
        end = next((self._ends[key] for key in told if key in self._ends), None)
        if end is None or len(asked) > end.length:
            return end.chain if end else None
        return end.chain if instructions(end.chain.last.asked) == instructions(span.asked) else None

    def move(self, chain: Chain, length: int) -> None:
        for key in self._keys.pop(id(chain), ()):
            self._ends.pop(key, None)
        told = prefixes(chain.keys)
        for at in {length, len(told)} - {0}:
            self._ends[told[at - 1]] = _End(chain, at)
            self._keys.setdefault(id(chain), []).append(told[at - 1])


def chains(spans: Iterable[Span]) -> list[Chain]:
    """Each span in just one chain, in the order of their beginnings."""
    found: list[Chain] = []
    ends = _Ends()
    for span in sorted(spans, key=_order):
        asked = _Asked(span)
        chain = ends.find(span, asked.keys)
        if chain is None:
            chain = Chain(last=span)
            found.append(chain)
        _advance(chain, span, asked)
        ends.move(chain, chain.answered.get(chain.last.id, 0))
    return found


class _Asked:
    """What a span was asked, and the key of each message."""

    def __init__(self, span: Span) -> None:
        self.entries = spoken(span.asked)
        self.keys = keys(self.entries)


def _order(span: Span) -> tuple[float, float, int, str, str]:
    """The same in whatever order a file has them: without times, who asks more asks later."""
    return span.started, span.ended, len(span.asked), span.trace, span.id


def _advance(chain: Chain, span: Span, asked: _Asked) -> None:
    answer, *rest = [_new(one, asked) for one in span.answers] or [()]
    before, told, length = chain.entries, chain.keys, len(asked.entries)
    if chain.spans and not answer and length < len(before):
        chain.spans.append(span)  # it failed, and what was answered before still stands
        return
    chain.entries = (*_marked(asked.entries, chain), *_signed(answer, span.id))
    chain.keys = [*asked.keys, *keys(answer)]
    chain.answered[span.id] = length
    kept = _common(told, chain.keys)
    if kept < len(before):
        chain.others.append(Other(at=kept, entries=before[kept:], again=chain.last.trace != span.trace))
    chain.others += [Other(at=length, entries=_signed(one, span.id), again=False) for one in rest if one]
    chain.spans.append(span)
    chain.last = span


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _new(answer: Answer, asked: _Asked) -> tuple[Entry, ...]:
    """The answer without the question, where the source repeats it there."""
    told, length = spoken(answer.entries), len(asked.keys)
    repeats = 0 < length <= len(told) and keys(told[:length]) == asked.keys
    return told[length:] if repeats else told


def _signed(answer: Sequence[Entry], id_: str) -> tuple[Entry, ...]:
    """The last that the assistant said bears the id of the span, by which ratings find it."""
    last = max((n for n, entry in enumerate(answer) if entry.role is Role.ASSISTANT), default=-1)
    return tuple(replace(entry, id=id_) if n == last else entry for n, entry in enumerate(answer))


def _marked(asked: Sequence[Entry], chain: Chain) -> list[Entry]:
    """What was answered before keeps the id of the span that answered it."""
    known = {n: entry.id for n, entry in enumerate(chain.entries) if entry.id}
    return [replace(entry, id=known[n]) if n in known and entry.role is Role.ASSISTANT else entry
            for n, entry in enumerate(asked)]  # fmt: skip
