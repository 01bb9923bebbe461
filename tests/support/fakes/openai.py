"""OpenAI's API as far as it is used: files, vector stores, responses, agents, fine-tuning jobs.

Made from the published API description and the types of the openai package; the tests hold it against both.
"""

from dataclasses import replace
from typing import Any

from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.openai_forms import invalid
from tests.support.fakes.openai_models import ModelRoutes
from tests.support.fakes.openai_responses import ResponseRoutes
from tests.support.fakes.openai_sessions import SessionRoutes
from tests.support.fakes.openai_tuning import TuningRoutes
from tests.support.fakes.trouble import Trouble

KEY = "sk-canary-0123456789abcdef"


class FakeOpenAI(ResponseRoutes, SessionRoutes, ModelRoutes, TuningRoutes):
    """Journal, trouble and routes leave the `/v1` of every path out."""

    prefix = "/v1"

    @property
    def base_url(self) -> str:
        return f"{self.url}{self.prefix}"

    def answer(self, request: Request) -> tuple[Reply, Trouble]:
        if not request.path.startswith(f"{self.prefix}/"):
            return self.unknown(request), Trouble.NONE
        return super().answer(replace(request, path=request.path.removeprefix(self.prefix)))

    def check(self, request: Request) -> None:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        if key != KEY:
            raise invalid(f"Incorrect API key provided: {key}.", code="invalid_api_key", status=401)
        if request.path.startswith("/vector_stores") and request.headers.get("openai-beta") != "assistants=v2":
            raise Refusal(400, self.error(400, "the header OpenAI-Beta is missing"))
        if request.path.startswith("/agents") and request.headers.get("openai-beta") != "agents=v1":
            raise invalid("The beta header is not known.", code="invalid_beta")

    def error(self, status: int, message: str) -> Any:
        kind = "server_error" if status >= 500 else "invalid_request_error"
        return {"error": {"message": message, "type": kind, "param": None, "code": None}}
