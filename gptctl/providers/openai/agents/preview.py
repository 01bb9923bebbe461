"""What a turn says, shown while it says it."""

from gptctl.core.value import Attrs
from gptctl.providers.api import mapping, text
from gptctl.providers.base import OnText

_OVER = frozenset({"agent.session.idle", "agent.session.requires_action", "agent.session.failed", "error"})


class Preview:
    """Takes the events of a session. They are for the screen alone: what counts is what the session keeps."""

    def __init__(self, on_text: OnText) -> None:
        self._on_text = on_text
        self._messages: dict[str, str] = {}
        self._shown = ""
        self.session = ""
        self.over = False

    def take(self, event: Attrs) -> None:
        match event.get("type"):
            case "agent.session.created":
                self.session = text(mapping(event.get("session")).get("id"))
            case "agent.session.turn.item.added":
                self._begin(mapping(event.get("item")))
            case "agent.session.turn.output_text.delta":
                self._say(text(event.get("item_id")), text(event.get("delta")))
            case kind:
                self.over |= kind in _OVER

    def finish(self, answer: str) -> None:
        """Show what of the whole answer was not shown yet; all of it, when what was shown is not how it begins."""
        if answer.startswith(self._shown):
            self._show(answer[len(self._shown) :])
        else:
            self._show(f"\n\n{answer}")

    def _begin(self, item: Attrs) -> None:
        """What an agent mutters while it works is no answer."""
        if (item.get("type"), item.get("role")) == ("message", "assistant") and item.get("phase") != "commentary":
            self._messages[text(item.get("id"))] = ""

    def _say(self, message: str, piece: str) -> None:
        if message in self._messages:
            begun = self._messages[message] or not self._shown
            self._messages[message] += piece
            self._show(piece if begun else f"\n\n{piece}")

    def _show(self, piece: str) -> None:
        if piece:
            self._shown += piece
            self._on_text(piece)
