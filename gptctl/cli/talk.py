"""One conversation at the terminal."""

from dataclasses import dataclass, field

from gptctl.core.conversation import Message, Role
from gptctl.engine.session import Session
from gptctl.errors import Usage
from gptctl.logs.store import ConversationStore
from gptctl.runtime.ask import ask
from gptctl.runtime.resolve import Binding
from gptctl.views.answer import AnswerReport
from gptctl.views.line import BLANK, Style, line
from gptctl.views.screen import Screen


@dataclass(slots=True, kw_only=True)
class Talk:
    """`messages` is what was said so far; every question is asked with all of it."""

    session: Session
    binding: Binding
    store: ConversationStore
    conversation: str
    screen: Screen
    messages: tuple[Message, ...] = field(default=())

    def ask(self, text: str) -> None:
        """Ask once and show the answer. Raises Usage for an empty text."""
        if not text.strip():
            raise Usage("the message is empty")
        asked = (*self.messages, Message(role=Role.USER, text=text.rstrip("\n")))
        answer = ask(self.session, self.binding, asked, store=self.store, conversation=self.conversation)
        self.messages = (*asked, Message(role=Role.ASSISTANT, text=answer.text, tool_calls=answer.tool_calls))
        self.screen.show(AnswerReport(binding=self.binding, answer=answer, conversation=self.conversation))
        self.screen.note(line(f"note: {note}", Style.FAINT) for note in answer.notes)

    def go_on(self) -> None:
        """Ask what is typed, line by line, until Ctrl-D."""
        import readline  # noqa: F401, PLC0415 -- gives the prompt a history and line editing

        while True:
            try:
                text = input(f"{self.binding.key.address.name}> ")
            except EOFError:
                self.screen.note([BLANK])
                return
            if text.strip():
                self.ask(text)
