"""OpenAI's listing of models, with the days on which they stop."""

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Reply, Request


class ModelRoutes(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.models: dict[str, str | None] = {"gpt-6-luna": None, "gpt-4.1-mini-2025-04-14": "2027-01-14"}

    @route("GET", "/models")
    def list_models(self, request: Request) -> Reply:
        listed = [
            {"id": name, "object": "model", "created": 1_760_000_000, "owned_by": "openai", "shutdown_date": day}
            for name, day in self.models.items()
        ]
        return Reply(body={"object": "list", "data": listed})
