"""Google Cloud as far as tuning needs it: a bucket, tuning jobs, and the metrics of their experiments.

Made from the types of the vendor's SDK and the published documentation; the tests hold it against the SDK.
"""

import json
from typing import Any
from urllib.parse import unquote

from tests.support.fakes.base import Fake, route
from tests.support.fakes.google_forms import failure, invalid, missing, now, page, taken
from tests.support.fakes.messages import Refusal, Reply, Request

TOKEN = "ya29.canary-0123456789abcdefghijklmnop"
BUCKET = "acme-tuning"
PLACE = "projects/acme/locations/us-central1"
STEPS = 4
BOARD = f"{PLACE}/tensorboards/7"
_JOB = (
    "baseModel", "tunedModelDisplayName", "description", "labels", "supervisedTuningSpec", "preferenceOptimizationSpec",
)  # fmt: skip
_SPEC = ("trainingDatasetUri", "validationDatasetUri", "hyperParameters", "exportLastCheckpointOnly")
_PARAMETERS = ("epochCount", "learningRateMultiplier", "adapterSize")
_OVER = {"JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED", "JOB_STATE_PAUSED"}


class FakeVertex(Fake):
    """`refusal` is said instead of starting a job; `slow_cancel`: a job that is cancelled goes on for one more step;
    `silent`: a job is started, and the answer does not say which.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.steps: dict[str, int] = {}
        self.refusal = ""
        self.slow_cancel = False
        self.silent = False

    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refusal(401, failure(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED"))

    def error(self, status: int, message: str) -> Any:
        return failure(status, message, {404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED"}.get(status, "INTERNAL"))

    def unknown(self, request: Request) -> Reply:
        """Names of objects hold slashes, and names of resources many."""
        objects = f"/storage/v1/b/{BUCKET}/o/"
        if request.method == "DELETE" and request.path.startswith(objects):
            if self.files.pop(request.path.removeprefix(objects), None) is None:
                raise missing("object")
            return Reply(status=204)
        return super().unknown(request)

    def work(self) -> None:
        """One step of every job that goes on."""
        for name, job in self.jobs.items():
            if job["state"] == "JOB_STATE_CANCELLING":
                job["state"] = "JOB_STATE_CANCELLED"
            if job["state"] in _OVER:
                continue
            self.steps[name] += 1
            job["state"] = "JOB_STATE_RUNNING"
            job.setdefault("experiment", f"{PLACE}/metadataStores/default/contexts/tuning-{name}")
            if self.steps[name] == STEPS:
                job["state"] = "JOB_STATE_SUCCEEDED"
                job["tunedModel"] = {"model": f"{PLACE}/models/{name}@1", "endpoint": f"{PLACE}/endpoints/{name}"}

    def turn(self, name: str, state: str, message: str = "") -> None:
        self.jobs[name]["state"] = state
        if message:
            self.jobs[name]["error"] = {"code": 3, "message": message}

    @route("POST", f"/upload/storage/v1/b/{BUCKET}/o")
    def upload(self, request: Request) -> Reply:
        name = request.query["name"]
        self.files[name] = request.body
        return Reply(body={"kind": "storage#object", "name": name, "bucket": BUCKET, "size": str(len(request.body))})

    @route("GET", f"/storage/v1/b/{BUCKET}/o")
    def objects(self, request: Request) -> Reply:
        held = [{"kind": "storage#object", "name": one} for one in sorted(self.files)]
        found = [one for one in held if one["name"].startswith(request.query.get("prefix", ""))]
        return Reply(body={"kind": "storage#objects", **({"items": found} if found else {})})

    @route("POST", f"/v1beta1/{PLACE}/tuningJobs")
    def create(self, request: Request) -> Reply:
        body = taken(request.json, _JOB)
        if self.refusal:
            raise Refusal(403, failure(403, self.refusal, "PERMISSION_DENIED"))
        (spec,) = [key for key in ("supervisedTuningSpec", "preferenceOptimizationSpec") if key in body]
        self._look(taken(body[spec], _SPEC), spec)
        name = str(1000 + len(self.jobs))
        self.steps[name] = 0
        self.jobs[name] = {
            **body, "name": f"{PLACE}/tuningJobs/{name}", "state": "JOB_STATE_PENDING", "createTime": now(),
        }  # fmt: skip
        return Reply(body={} if self.silent else self.jobs[name])

    @route("GET", f"/v1beta1/{PLACE}/tuningJobs")
    def listing(self, request: Request) -> Reply:
        return Reply(body=page(request, list(reversed(self.jobs.values())), "tuningJobs"))

    @route("GET", f"/v1beta1/{PLACE}/tuningJobs/{{name}}")
    def get(self, request: Request, name: str) -> Reply:
        return Reply(body=self._job(name))

    @route("POST", f"/v1beta1/{PLACE}/tuningJobs/{{name}}:cancel")
    def cancel(self, request: Request, name: str) -> Reply:
        if self._job(name)["state"] in _OVER - {"JOB_STATE_PAUSED"}:
            raise Refusal(400, failure(400, "The job is over.", "FAILED_PRECONDITION"))
        self.turn(name, "JOB_STATE_CANCELLING" if self.slow_cancel else "JOB_STATE_CANCELLED")
        return Reply(body={})

    @route("GET", f"/v1beta1/{PLACE}/metadataStores/default/contexts/tuning-{{name}}")
    def experiment(self, request: Request, name: str) -> Reply:
        self._job(name)
        return Reply(body={"name": request.path, "metadata": {"backing_tensorboard_resource": BOARD}})

    @route("GET", f"/v1beta1/{BOARD}/experiments/tuning-{{name}}/runs")
    def runs(self, request: Request, name: str) -> Reply:
        return Reply(body={"tensorboardRuns": [{"name": f"{BOARD}/experiments/tuning-{name}/runs/r"}]})

    @route("GET", f"/v1beta1/{BOARD}/experiments/tuning-{{name}}/runs/r/timeSeries")
    def series(self, request: Request, name: str) -> Reply:
        stem = f"{BOARD}/experiments/tuning-{name}/runs/r/timeSeries"
        shown = ("/train_total_loss", "/eval_total_loss", "/train_num_predictions")
        return Reply(body={"tensorboardTimeSeries": [
            {"name": f"{stem}/{number}", "displayName": title} for number, title in enumerate(shown)
        ]})  # fmt: skip

    @route("GET", f"/v1beta1/{BOARD}/experiments/tuning-{{name}}/runs/r/timeSeries/{{number}}:read")
    def values(self, request: Request, name: str, number: str) -> Reply:
        losses = [{"wallTime": now(), **({"step": str(step)} if step else {}), "scalar": {"value": 2 / (step + 1)}}
                  for step in range(self.steps[name])]  # fmt: skip
        return Reply(body={"timeSeriesData": {"tensorboardTimeSeriesId": number, "values": losses}})

    def strays(self) -> list[str]:
        """Files that no job names."""
        specs = [job.get("supervisedTuningSpec") or job["preferenceOptimizationSpec"] for job in self.jobs.values()]
        used = {spec.get(key) for spec in specs for key in ("trainingDatasetUri", "validationDatasetUri")}
        return [name for name in self.files if f"gs://{BUCKET}/{name}" not in used]

    def _look(self, spec: dict[str, Any], kind: str) -> None:
        known = (*_PARAMETERS, *(["beta"] if kind == "preferenceOptimizationSpec" else []))
        taken(spec.get("hyperParameters", {}), known)
        ends = "completions" if kind == "preferenceOptimizationSpec" else "contents"
        for key in ("trainingDatasetUri", "validationDatasetUri"):
            if key in spec:
                content = self.files.get(unquote(spec[key]).removeprefix(f"gs://{BUCKET}/"))
                if content is None:
                    raise invalid(f"{spec[key]} does not exist.")
                if not all(json.loads(line)[ends] for line in content.splitlines()):
                    raise invalid(f"{spec[key]} has an invalid row.")

    def _job(self, name: str) -> dict[str, Any]:
        if name not in self.jobs:
            raise missing(f"{PLACE}/tuningJobs/{name}")
        return self.jobs[name]
