"""Nebius Token Factory's fine-tuning: OpenAI's, without pairs of one's own and without the name of a tuned model.

Made from its published API reference.
"""

from dataclasses import replace
from typing import Any

from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.openai_forms import invalid
from tests.support.fakes.openai_tuning import KNOWN, STEPS, TuningRoutes
from tests.support.fakes.trouble import Trouble

KEY = "nebius-canary-0123456789abcdef"


class FakeNebius(TuningRoutes):
    """Journal, trouble and routes leave the `/v1` of every path out."""

    known = tuple(name for name in KNOWN if name != "metadata")
    hyperparameters = (
        "n_epochs", "batch_size", "learning_rate", "warmup_ratio", "weight_decay", "packing", "max_grad_norm",
        "context_length", "lora", "lora_r", "lora_alpha", "lora_dropout",
    )  # fmt: skip

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    def answer(self, request: Request) -> tuple[Reply, Trouble]:
        if not request.path.startswith("/v1/"):
            return self.unknown(request), Trouble.NONE
        return super().answer(replace(request, path=request.path.removeprefix("/v1")))

    def check(self, request: Request) -> None:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        if key != KEY:
            raise invalid(f"Incorrect API key provided: {key}.", code="invalid_api_key", status=401)
        if "openai-organization" in request.headers:
            raise Refusal(400, self.error(400, "what is for OpenAI is not for Nebius"))

    def put_job(self, body: dict[str, Any]) -> dict[str, Any]:
        job = super().put_job(body)
        del job["fine_tuned_model"], job["metadata"]
        job.update(suffix=job.pop("user_provided_suffix"), trained_steps=0, total_steps=STEPS)
        return job

    def _step(self, job: dict[str, Any]) -> None:
        super()._step(job)
        job["trained_steps"] = self.steps[job["id"]]

    def tell(self, id_: str, message: str, data: dict[str, Any] | None = None) -> None:
        """Its events are words alone."""
        super().tell(id_, message)

    def finish(self, job: dict[str, Any]) -> None:
        job.update(status="succeeded", trained_tokens=1200)

    def tuned(self, id_: str) -> str:
        return f"{self.job(id_)['model']}-LoRa:{self.job(id_)['suffix']}-{id_[-4:]}"
