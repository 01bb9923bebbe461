"""One import: everything it brings is in the store when it is committed, and nothing of it before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gptctl.logs import codec
from gptctl.logs.conversation import Conversation, Feedback
from gptctl.logs.overview import Counts
from gptctl.logs.signals import with_signals
from gptctl.logs.store import feedback, index
from gptctl.logs.store.database import opened
from gptctl.logs.store.forgetting import alive
from gptctl.logs.store.index import Index, Part
from gptctl.logs.store.merge import Merge
from gptctl.logs.store.scales import Scales
from gptctl.logs.store.sql import scan
from gptctl.logs.store.staging import Staging
from gptctl.logs.store.tables import CONVERSATIONS, FEEDBACK, FORGOTTEN, TEXTS

KNOWN_TEXTS = 10_000
"""So many digests of texts are remembered: those that come again are not staged again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Takes what readers give. The lock of the store is held."""

    folder: Path
    conversations: Staging
    texts: Staging
    feedback: Staging
    known: set[str]
    scales: Scales

    def add(self, conversation: Conversation) -> None:
        """The signs that a user was not content are added here, for logs of every shape."""
        self.scales.learn(conversation.came.file, conversation.ratings)
        for other in conversation.alternatives:
            self.scales.learn(conversation.came.file, other.ratings)
        encoded = codec.encode(with_signals(conversation))
        self.conversations.add(encoded.cells)
        for digest, text in encoded.texts.items():
            if digest not in self.known:
                self.texts.add({"digest": digest, "text": text})
                if len(self.known) < KNOWN_TEXTS:
                    self.known.add(digest)

    def rate(self, given: Feedback) -> None:
        self.scales.learn("", [given.rating])
        self.feedback.add(feedback.encode(given))

    def commit(self, marks: Mapping[str, float]) -> Counts:
        """Merge what was added into the store. `marks` replace those of the same names."""
        for staging in (self.conversations, self.texts, self.feedback):
            staging.flush()
        self.scales.apply(self.conversations, self.feedback)
        before = index.read(self.folder)
        with opened(self.folder) as database:
            merge = Merge(database=database, folder=self.folder, index=before)
            parts = {table.name: before.of(table) for table in (CONVERSATIONS, TEXTS, FEEDBACK)}
            counts = Counts()
            if self.conversations.files:
                counts, parts[CONVERSATIONS.name] = self._conversations(merge)
            for staging, condition in self._conditions(before, parts[CONVERSATIONS.name]):
                live = parts[staging.table.name]
                parts[staging.table.name] = (*live, *merge.unknown(staging, live, condition))
            ratings = sum(part.rows for part in parts[FEEDBACK.name]) - sum(part.rows for part in before.of(FEEDBACK))
            for table in (CONVERSATIONS, TEXTS, FEEDBACK):
                parts[table.name] = merge.compact(table, parts[table.name])
        replace_index(self.folder, before, parts, marks)
        return replace(counts, ratings=ratings)

    def _conditions(self, before: Index, parts: Sequence[Part]) -> Iterator[tuple[Staging, str]]:
        """Which texts and ratings to keep: none that came with what was forgotten. `parts` are the conversations."""
        fresh = scan(
            index.paths(self.folder, [part for part in parts if part not in before.of(CONVERSATIONS)]), CONVERSATIONS
        )
        yield self.texts, f"digest in (select instructions from {fresh} union all select tools from {fresh})"
        dead = before.of(FORGOTTEN)
        live = scan(index.paths(self.folder, parts), CONVERSATIONS)
        yield (
            self.feedback,
            alive(self.feedback.source, live, scan(index.paths(self.folder, dead), FORGOTTEN)) if dead else "true",
        )

    def _conversations(self, merge: Merge) -> tuple[Counts, tuple[Part, ...]]:
        counts = merge.judge(self.conversations)
        kept = merge.index.of(CONVERSATIONS)
        if counts.updated:
            kept = merge.without(CONVERSATIONS, "id in (select id from verdict where word = 'updated')")
        return counts, (*kept, *merge.admit(self.conversations))


def replace_index(
    folder: Path, before: Index, parts: Mapping[str, tuple[Part, ...]], marks: Mapping[str, float]
) -> None:
    """Commit these parts. What was live stays on the disk until the commit after, for whoever is reading it."""
    after = replace(before, parts={**before.parts, **parts}, marks={**before.marks, **marks})
    if after == before:
        return
    after = replace(after, retired=tuple(sorted(before.files - after.files)))
    index.write(folder, after)
    index.sweep(folder, after)
