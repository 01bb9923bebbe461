"""One conversation out of chains that lie in several traces, as far as the source says that they belong together."""

from collections.abc import Sequence

from gptctl.logs.sources.spans.chains import Chain

_WINDOW = 200
"""Messages at the end of a conversation in which the beginning of the next is looked for."""
_ENOUGH = 2
"""Messages in common that show that one trace goes on from another; one alone may be a greeting."""


def threads(chains: Sequence[Chain]) -> list[Chain]:
    """The main chain of each trace is joined to that of an earlier one which it goes on from.

    It does so if its first messages are the other's last ones, as when a client sends only a window of what was said.
    With an id of a conversation it does so in any case, since providers that keep the history are sent what is new
    alone (the GenAI conventions of OpenTelemetry, `gen_ai.conversation.id`). Chains beside the main one, such as those
    of another agent, stay apart.
    """
    mains = _mains(chains)
    found: list[Chain] = []
    heads: dict[str, Chain] = {}
    for chain in chains:
        head = heads.get(chain.spans[0].conversation) if id(chain) in mains else None
        shared = _shared(head, chain) if head else 0
        if head and (shared >= _ENOUGH or chain.spans[0].conversation):
            head.absorb(chain, shared)
            continue
        found.append(chain)
        if id(chain) in mains:
            heads[chain.spans[0].conversation] = chain
    return found


def _mains(chains: Sequence[Chain]) -> set[int]:
    """The longest chain of each trace; among equals the first."""
    longest: dict[str, Chain] = {}
    for chain in chains:
        for trace in chain.traces:
            best = longest.get(trace)
            if best is None or len(chain.entries) > len(best.entries):
                longest[trace] = chain
    return {id(chain) for chain in longest.values()}


def _shared(head: Chain, chain: Chain) -> int:
    """How many messages at the end of the one are those at the beginning of the other."""
    before, after = head.keys[-_WINDOW:], chain.keys[:_WINDOW]
    return next((n for n in range(min(len(before), len(after)), 0, -1) if before[-n:] == after[:n]), 0)
