"""Together's API as far as it is used: files in three steps, fine-tunes with their events and measurements.

Made from the types and the upload of the vendor's package 3.1.1, and its published pages; a test has that package
drive it.
"""

from collections.abc import Sequence
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Refusal, Reply, Request

KEY = "together-canary-0123456789abcdef"
STEPS = 4
OVER = frozenset({"completed", "error", "user_error", "cancelled"})
MODEL_LIMITS = {
    "max_num_epochs": 20, "max_learning_rate": 0.01, "min_learning_rate": 1e-8, "max_seq_length_sft": 8192,
    "max_seq_length_dpo": 4096, "min_max_seq_length": 64, "max_num_evals": 100, "max_num_checkpoints": 10,
    "default_gradient_accumulation_steps": 1, "merge_output_lora": True, "supports_full_training": False,
    "supports_reasoning": False, "supports_tools": True, "supports_vision": False,
    "lora_training": {
        "max_rank": 64, "default_rank": 64, "min_batch_size": 8, "max_batch_size": 32, "max_batch_size_dpo": 16,
        "target_modules": ["q_proj"],
    },
}  # fmt: skip


class FakeTogether(Fake):
    """`refusal` is what the next jobs are refused with; `broken` is what is wrong with every file."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.tunable = {"meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"}
        self.refusal = ""
        self.broken = ""

    def check(self, request: Request) -> None:
        signed = request.path.startswith("/store/")
        if signed and "authorization" in request.headers:
            raise Refusal(400, self.error(400, "a signed address takes no key"))
        if not signed and request.headers.get("authorization") != f"Bearer {KEY}":
            raise Refusal(401, self.error(401, "Invalid API key provided"))

    def error(self, status: int, message: str) -> Any:
        return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": status}}

    def started(self) -> Sequence[str]:
        return [job["suffix"] for job in self.jobs.values()]

    def left(self) -> Sequence[str]:
        """Files that no job names."""
        used = {job[key] for job in self.jobs.values() for key in ("training_file", "validation_file")}
        return [file["filename"] for id_, file in self.files.items() if id_ not in used]

    def work(self) -> None:
        """One step of every job that is not over; a file that is looked at is done."""
        for file in self.files.values():
            self._look(file)
        for job in self.jobs.values():
            if job["status"] == "cancel_requested":
                job["status"] = "cancelled"
            elif job["status"] not in OVER:
                self._step(job)

    def fail(self, id_: str, reason: str) -> None:
        self.jobs[id_]["status"] = "error"
        self._tell(self.jobs[id_], "JOB_ERROR", reason, "error")

    @route("POST", "/v1/files")
    def begin(self, request: Request) -> Reply:
        fields = request.form.fields
        if fields.get("purpose") != "fine-tune" or fields.get("file_type") != "jsonl" or not fields.get("file_name"):
            raise Refusal(400, self.error(400, "purpose, file_name and file_type are needed"))
        id_ = f"file-{len(self.contents) + len(self.files):08x}"
        self.files[id_] = {
            "id": id_, "object": "file", "created_at": 1, "purpose": "fine-tune", "filename": fields["file_name"],
            "bytes": 0, "FileType": "jsonl",
        }  # fmt: skip
        address = f"{self.url}/store/{id_}?signature=permit-canary"
        return Reply(status=302, headers={"location": address, "x-together-file-id": id_})

    @route("PUT", "/store/{id_}")
    def take(self, request: Request, id_: str) -> Reply:
        if request.query.get("signature") != "permit-canary":
            raise Refusal(403, b"<Error>SignatureDoesNotMatch</Error>")
        self.contents[id_] = request.body
        return Reply()

    @route("POST", "/v1/files/{id_}/preprocess")
    def uploaded(self, _: Request, id_: str) -> Reply:
        if id_ not in self.contents:
            raise Refusal(400, self.error(400, "nothing was uploaded"))
        self.files[id_] |= {"bytes": len(self.contents[id_]), "processing_status": "PENDING"}
        return Reply(body=self.files[id_])

    @route("GET", "/v1/files")
    def listed_files(self, _: Request) -> Reply:
        return Reply(body={"object": "list", "data": list(self.files.values())})

    @route("GET", "/v1/files/{id_}")
    def file(self, _: Request, id_: str) -> Reply:
        found = dict(self._file(id_))
        self._look(self.files[id_])
        return Reply(body=found)

    @route("DELETE", "/v1/files/{id_}")
    def remove(self, _: Request, id_: str) -> Reply:
        self._file(id_)
        del self.files[id_]
        return Reply(body={"id": id_, "deleted": True})

    @route("GET", "/v1/fine-tunes/models/limits")
    def limits(self, request: Request) -> Reply:
        model = request.query.get("model_name", "")
        if model not in self.tunable:
            raise Refusal(404, self.error(404, f"{model} is not available for fine-tuning"))
        return Reply(body={"model_name": model, **MODEL_LIMITS})

    @route("POST", "/v1/fine-tunes/estimate-price")
    def price(self, _: Request) -> Reply:
        return Reply(body={"estimation_available": False, "unavailable_reason": "train_file_not_validated"})

    @route("POST", "/v1/fine-tunes")
    def start(self, request: Request) -> Reply:
        asked = request.json
        for key in ("training_file", "validation_file"):
            if asked.get(key) and self._file(asked[key]).get("processing_status") != "COMPLETED":
                raise Refusal(400, self.error(400, f"the {key} was not validated"))
        if self.refusal:
            raise Refusal(403, self.error(403, self.refusal))
        if asked["model"] not in self.tunable:
            raise Refusal(400, self.error(400, "model is not available for fine-tuning"))
        id_ = f"ft-{len(self.jobs):08x}-0000"
        self.jobs[id_] = self._made(id_, asked)
        return Reply(body={key: value for key, value in self.jobs[id_].items() if not key.startswith("_")})

    @route("GET", "/v1/fine-tunes")
    def listed(self, _: Request) -> Reply:
        """Short: without events."""
        return Reply(body={"data": [_shown(job, {"events"}) for job in self.jobs.values()]})

    @route("GET", "/v1/fine-tunes/{id_}")
    def job(self, _: Request, id_: str) -> Reply:
        return Reply(body=_shown(self._job(id_)))

    @route("GET", "/v1/fine-tunes/{id_}/events")
    def events(self, _: Request, id_: str) -> Reply:
        return Reply(body={"data": self._job(id_)["events"]})

    @route("GET", "/v1/fine-tunes/{id_}/metrics")
    def metrics(self, _: Request, id_: str) -> Reply:
        return Reply(body={"metrics": self._job(id_)["_metrics"]})

    @route("POST", "/v1/fine-tunes/{id_}/cancel")
    def cancel(self, _: Request, id_: str) -> Reply:
        job = self._job(id_)
        if job["status"] in OVER:
            raise Refusal(400, self.error(400, "the job is over"))
        job["status"] = "cancel_requested" if job["status"] == "running" else "cancelled"
        self._tell(job, "CANCEL_REQUESTED", "Cancel was requested")
        return Reply(body=_shown(job, {"events"}))

    def _made(self, id_: str, asked: dict[str, Any]) -> dict[str, Any]:
        name = f"acme/{asked['model'].split('/')[-1]}-{asked['suffix']}-{id_[3:11]}"
        made = {
            "id": id_, "user_id": "u-1", "status": "pending", "created_at": "2026-11-21T10:00:00Z", "token_count": 0,
            "updated_at": "2026-11-21T10:00:00Z", "model_output_name": name, "adapter_output_name": f"{name}-adapter",
            "total_price": 0, "events": [], "_metrics": [], "validation_file": None, **asked,
        }  # fmt: skip
        self._tell(made, "JOB_PENDING", "Fine tune request created")
        return made

    def _step(self, job: dict[str, Any]) -> None:
        step = sum("train/loss" in row for row in job["_metrics"]) + 1
        row = {"timestamp": step, "train/global_step": step, "train/epoch": step / STEPS, "train/loss": 1 / step}
        job["_metrics"].append(row)
        if job["validation_file"]:
            job["_metrics"].append({"timestamp": step, "train/global_step": step, "eval/loss": 2 / step})
        job["status"] = "completed" if step == STEPS else "running"
        self._tell(job, "JOB_COMPLETE" if step == STEPS else "EPOCH_COMPLETE", f"at step {step}", step=step)

    def _tell(
        self, job: dict[str, Any], type_: str, message: str, level: str = "info", step: int | None = None
    ) -> None:
        counted = {} if step is None else {"step": step, "total_steps": STEPS}
        event = {"object": "fine-tune-event", "created_at": "2026-11-21T10:00:00Z", "type": type_, "level": level}
        job["events"].append({**event, **counted, "message": message})

    def _look(self, file: dict[str, Any]) -> None:
        if file.get("processing_status") == "PENDING":
            report = {"valid": not self.broken, "error": self.broken, "error_type": "INVALID_FORMAT"}
            file["processing_status"] = "INVALID_FORMAT" if self.broken else "COMPLETED"
            file["validation_report"] = report if self.broken else {"valid": True}

    def _file(self, id_: str) -> dict[str, Any]:
        if id_ not in self.files:
            raise Refusal(404, self.error(404, f"no file {id_}"))
        return self.files[id_]

    def _job(self, id_: str) -> dict[str, Any]:
        if id_ not in self.jobs:
            raise Refusal(404, self.error(404, f"no fine-tune {id_}"))
        return self.jobs[id_]


def _shown(job: dict[str, Any], hidden: set[str] | None = None) -> dict[str, Any]:
    return {key: value for key, value in job.items() if not key.startswith("_") and key not in (hidden or set())}
