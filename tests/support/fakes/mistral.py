"""Mistral's API as far as it is used: agents with versions, libraries with ingestion, conversations.

Made from the published API description and the types of the vendor's SDK; the tests hold it against both.
"""

from typing import Any

from tests.support.fakes.messages import Refusal, Request
from tests.support.fakes.mistral_conversations import ConversationRoutes

KEY = "mistral-canary-0123456789abcdef"


class FakeMistral(ConversationRoutes):
    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise Refusal(401, self.error(401, "Unauthorized"))

    def error(self, status: int, message: str) -> Any:
        return {"detail": message}
