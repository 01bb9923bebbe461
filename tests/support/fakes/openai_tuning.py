"""OpenAI's fine-tuning jobs: each goes on when somebody lets the world work, and tells in events how far it is."""

from collections import Counter
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.openai_files import FileRoutes
from tests.support.fakes.openai_forms import invalid, missing, new_id, now, page, pairs, taken
from tests.support.fakes.shelf import Shelf

STEPS = 4
OVER = ("succeeded", "failed", "cancelled")
KNOWN = ("model", "training_file", "validation_file", "suffix", "seed", "metadata", "integrations", "method")
HYPERPARAMETERS = ("n_epochs", "batch_size", "learning_rate_multiplier", "beta")


class TuningRoutes(FileRoutes):
    """`no_training` is the code with which every new job is refused, "" for none.

    `known` and `hyperparameters` are what a job takes, `suffix_most` how long its suffix may be; `looks` is how often
    a new file is looked at before it is ready.
    """

    known: tuple[str, ...] = KNOWN
    hyperparameters: tuple[str, ...] = HYPERPARAMETERS
    suffix_most = 64
    looks = 0

    def __init__(self) -> None:
        super().__init__()
        self.tuning = Shelf()
        self.events: dict[str, list[dict[str, Any]]] = {}
        self.steps: dict[str, int] = {}
        self.no_training = ""
        self._seen: Counter[str] = Counter()

    @route("GET", "/files/{id_}")
    def get_file(self, request: Request, id_: str) -> Reply:
        file = self.file(id_)
        self._seen[id_] += 1
        return Reply(body=file if self.is_ready(file) else {**file, "status": "pending"})

    def is_ready(self, file: dict[str, Any]) -> bool:
        return file["purpose"] != "fine-tune" or self._seen[file["id"]] > self.looks or not self.looks

    @route("POST", "/fine_tuning/jobs")
    def create_job(self, request: Request) -> Reply:
        body = taken(request, self.known, ("model", "training_file"))
        if self.no_training:
            said = "OpenAI is winding down the fine-tuning platform and your organization is no longer able to create "
            raise invalid(f"{said}new fine-tuning training jobs.", code=self.no_training, status=403)
        if len(body.get("suffix") or "") > self.suffix_most:
            raise invalid(f"Invalid 'suffix': at most {self.suffix_most} characters.", "suffix")
        for name in ("training_file", "validation_file"):
            self._check_file(body.get(name), name)
        self._check_method(body.get("method", {"type": "supervised"}))
        return Reply(body=self.put_job(body))

    def _check_file(self, id_: str | None, name: str) -> None:
        if id_ is None:
            return
        file = self.files.get(id_)
        if file is None or file["purpose"] != "fine-tune" or not self.is_ready(file):
            raise invalid(f"invalid {name}: {id_}", name, "invalid_file")

    def _check_method(self, method: dict[str, Any]) -> None:
        kind = method.get("type")
        said = method.get(kind, {}).get("hyperparameters", {})
        if kind not in ("supervised", "dpo") or set(said) - set(self.hyperparameters):
            raise invalid(f"Invalid method: {method}", "method")

    def put_job(self, body: dict[str, Any]) -> dict[str, Any]:
        id_ = new_id("ftjob-")
        self.events[id_], self.steps[id_] = [], 0
        self.tell(id_, "Created fine-tuning job")
        return self.tuning.put(
            id_,
            {
                "object": "fine_tuning.job",
                "id": id_,
                "created_at": now(),
                "finished_at": None,
                "model": body["model"],
                "fine_tuned_model": None,
                "organization_id": "org-test",
                "result_files": [],
                "status": "validating_files",
                "training_file": body["training_file"],
                "validation_file": body.get("validation_file"),
                "hyperparameters": {"n_epochs": "auto", "batch_size": "auto", "learning_rate_multiplier": "auto"},
                "method": body.get("method", {"type": "supervised"}),
                "trained_tokens": None,
                "error": None,
                "seed": body.get("seed", 42),
                "estimated_finish": None,
                "integrations": [],
                "metadata": pairs(body.get("metadata"), "metadata"),
                "user_provided_suffix": body.get("suffix"),
            },
        )

    @route("GET", "/fine_tuning/jobs")
    def list_jobs(self, request: Request) -> Reply:
        return page(request, self.tuning.listed())

    @route("GET", "/fine_tuning/jobs/{id_}")
    def get_job(self, request: Request, id_: str) -> Reply:
        return Reply(body=self.job(id_))

    @route("GET", "/fine_tuning/jobs/{id_}/events")
    def list_events(self, request: Request, id_: str) -> Reply:
        self.job(id_)
        return page(request, self.events[id_])

    @route("GET", "/fine_tuning/jobs/{id_}/checkpoints")
    def list_checkpoints(self, request: Request, id_: str) -> Reply:
        return page(request, self.checkpoints(id_))

    def checkpoints(self, id_: str) -> list[dict[str, Any]]:
        job, step = self.job(id_), self.steps[id_]
        if job["status"] != "succeeded":
            return []
        made = {
            "object": "fine_tuning.job.checkpoint",
            "id": f"ftckpt_{id_}",
            "created_at": now(),
            "fine_tuned_model_checkpoint": self.tuned(id_),
            "fine_tuning_job_id": id_,
            "metrics": {"step": step, "train_loss": 1 / step, "full_valid_loss": 2 / step},
            "step_number": step,
        }
        return [made]

    @route("POST", "/fine_tuning/jobs/{id_}/cancel")
    def cancel_job(self, request: Request, id_: str) -> Reply:
        if self.job(id_)["status"] in OVER:
            raise invalid(f"Job {id_} is already {self.job(id_)['status']}.")
        return Reply(body=self.turn_job(id_, "cancelled"))

    @route("POST", "/fine_tuning/jobs/{id_}/resume")
    def resume_job(self, request: Request, id_: str) -> Reply:
        if self.job(id_)["status"] != "paused":
            raise invalid(f"Job {id_} is not paused.")
        return Reply(body=self.turn_job(id_, "running"))

    def job(self, id_: str) -> dict[str, Any]:
        found = self.tuning.get(id_)
        if found is None:
            raise missing("fine-tuning job", id_)
        return found

    def work(self) -> None:
        """One step of every job that is not over or paused."""
        with self.lock:
            for job in self.tuning:
                if job["status"] not in (*OVER, "paused"):
                    self._step(job)

    def _step(self, job: dict[str, Any]) -> None:
        id_ = job["id"]
        if job["status"] != "running":
            job["status"] = "queued" if job["status"] == "validating_files" else "running"
            return
        step = self.steps[id_] = self.steps[id_] + 1
        data = {"step": step, "total_steps": STEPS, "train_loss": 1 / step, "valid_loss": 2 / step}
        self.tell(id_, f"Step {step}/{STEPS}: training loss={1 / step:.2f}", data)
        if step == STEPS:
            self.finish(job)

    def finish(self, job: dict[str, Any]) -> None:
        job.update(status="succeeded", fine_tuned_model=self.tuned(job["id"]), finished_at=now(), trained_tokens=1200)

    def tuned(self, id_: str) -> str:
        job = self.job(id_)
        return f"ft:{job['model']}:acme:{job['user_provided_suffix']}:{id_[-8:]}"

    def tell(self, id_: str, message: str, data: dict[str, Any] | None = None) -> None:
        event = {
            "object": "fine_tuning.job.event",
            "id": new_id("ftevent-"),
            "created_at": now(),
            "level": "info",
            "message": message,
            "data": data or {},
            "type": "metrics" if data else "message",
        }
        self.events[id_].append(event)

    def turn_job(self, id_: str, status: str, error: str = "") -> dict[str, Any]:
        job = self.job(id_)
        job.update(status=status, error={"code": "invalid_rows", "message": error, "param": None} if error else None)
        return job

    def strays(self) -> list[str]:
        """Files to train on that no job names."""
        named = {job[name] for job in self.tuning for name in ("training_file", "validation_file")}
        return [file["id"] for file in self.files if file["purpose"] == "fine-tune" and file["id"] not in named]
