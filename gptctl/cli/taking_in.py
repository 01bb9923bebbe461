"""Take what our own runtime recorded into the store."""

from itertools import chain

from gptctl.cli.conversations import Conversations
from gptctl.logs.overview import NONE, Counts

MARK = "recorded"
"""The mark in the store that says how far the record was read."""


def take_in(conversations: Conversations) -> Counts:
    """All conversations that went on since the last time, whole. Nothing is locked or written when there are none."""
    from gptctl.logs.sources.recorded import conversation  # noqa: PLC0415 -- beside the store, in the extra

    since = conversations.store.marks().get(MARK, 0.0)
    told = conversations.recorder.since(conversations.workspace.project.name, since)
    first = next(told, None)
    if first is None:
        return NONE
    with conversations.store.intake() as intake:
        for exchanges in chain((first,), told):
            intake.add(conversation(exchanges))
            since = max(since, exchanges[-1].time)
        return intake.commit({MARK: since})
