"""One conversation at the terminal."""

from dataclasses import dataclass

from gptctl.errors import Usage
from gptctl.runtime.dialogue import Dialogue
from gptctl.views.answer import AnswerReport
from gptctl.views.line import BLANK
from gptctl.views.screen import Screen

PROMPT = "> "


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    dialogue: Dialogue
    screen: Screen

    def ask(self, text: str) -> None:
        """Ask once and show the answer as it comes. Raises Usage for an empty text."""
        if not text.strip():
            raise Usage("the message is empty")
        answer = self.dialogue.say(text.rstrip("\n"), on_text=self.screen.speak)
        self.screen.speak("\n")
        self.screen.show(AnswerReport(binding=self.dialogue.binding, answer=answer, conversation=self.dialogue.id))

    def go_on(self) -> None:
        """Ask what is typed, line by line, until Ctrl-D."""
        import readline  # noqa: F401, PLC0415 -- gives the prompt a history and line editing

        while True:
            try:
                text = input(PROMPT)
            except EOFError:
                self.screen.note([BLANK])
                return
            if text.strip():
                self.ask(text)
