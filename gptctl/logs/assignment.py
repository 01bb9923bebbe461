"""Whose conversation a log tells: logs of others do not know our names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from gptctl.logs.conversation import Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """`given` is for all of them. Else a conversation that names none of the `declared` assistants is known by the
    provider's id for it, or by its instructions, whatever the white space between their words.
    """

    given: str = ""
    declared: Collection[str]
    by_remote_id: Mapping[str, str]
    by_instructions: Mapping[str, str]

    def assigned(self, conversation: Conversation) -> Conversation:
        """The conversation with its assistant; the same when nobody can tell."""
        ran = conversation.ran
        named = ran.assistant if ran.assistant in self.declared else ""
        name = self.given or named or self.by_remote_id.get(ran.remote_id) or self._told(conversation)
        return conversation if name == ran.assistant else replace(conversation, ran=replace(ran, assistant=name))

    def _told(self, conversation: Conversation) -> str:
        return self.by_instructions.get(words(conversation.instructions), "")


def words(instructions: str) -> str:
    """The key of `by_instructions`."""
    return " ".join(instructions.split())
