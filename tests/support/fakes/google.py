"""The Gemini Developer API as far as it is used: file search stores, their documents, interactions.

Made from the types of the vendor's SDK and the published documentation; the tests hold it against the SDK.
"""

from typing import Any

from tests.support.fakes.google_forms import failure
from tests.support.fakes.google_interactions import InteractionRoutes
from tests.support.fakes.messages import Refusal, Request

KEY = "AIza-canary-0123456789abcdefghijklmnop"


class FakeGoogle(InteractionRoutes):
    def check(self, request: Request) -> None:
        if "upload_id" in request.query:  # the address is the permission
            return
        if request.headers.get("x-goog-api-key") != KEY:
            raise Refusal(400, failure(400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT"))

    def error(self, status: int, message: str) -> Any:
        return failure(status, message, {404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED"}.get(status, "INTERNAL"))
