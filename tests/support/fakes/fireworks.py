"""Fireworks' API as far as it is used: models, datasets behind signed addresses, jobs by examples and by pairs.

Made from the types of the vendor's package 1.2.30 and from how it uploads; a test has that package drive it. What is in
a file of measurements is not published: the names here are a guess.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Refusal, Reply, Request

KEY = "fireworks-canary-0123456789abcdef"
ACCOUNT = "acme"
HOME = f"/v1/accounts/{ACCOUNT}"
STEPS = 4
OVER = frozenset({"JOB_STATE_COMPLETED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"})
CODES = {400: 3, 401: 16, 403: 7, 404: 5, 409: 6, 429: 8, 500: 13}


class FakeFireworks(Fake):
    """`refusal` is what the next jobs are refused with; `broken` is what is wrong with every file."""

    def __init__(self) -> None:
        super().__init__()
        self.models: dict[str, dict[str, Any]] = {
            "qwen3-8b": {"tunable": True, "supportsLora": True, "trainingContextLength": 32768, "state": "READY"},
            "gpt-oss-120b": {"state": "READY"},
        }
        self.datasets: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.refusal = ""
        self.broken = ""

    def check(self, request: Request) -> None:
        signed = request.path.startswith("/store/")
        if signed and "authorization" in request.headers:
            raise Refusal(400, self.error(400, "a signed address takes no key"))
        if not signed and request.headers.get("authorization") != f"Bearer {KEY}":
            raise Refusal(401, self.error(401, "unauthenticated"))

    def error(self, status: int, message: str) -> Any:
        return {"code": CODES.get(status, 2), "message": message, "details": []}

    def started(self) -> Sequence[str]:
        return [job["displayName"] for job in self.jobs.values()]

    def left(self) -> Sequence[str]:
        """Datasets that no job names."""
        used = {job.get(key) for job in self.jobs.values() for key in ("dataset", "evaluationDataset")}
        return [name for name in self.datasets if name not in used]

    def work(self) -> None:
        """One step of every job that is not over or paused."""
        for name, job in self.jobs.items():
            if job["state"] == "JOB_STATE_CANCELLING":
                job["state"] = "JOB_STATE_CANCELLED"
            elif job["state"] not in OVER | {"JOB_STATE_PAUSED"}:
                self._step(name, job)

    def turn(self, id_: str, state: str, reason: str) -> None:
        job = self.jobs[f"accounts/{ACCOUNT}/{id_}"]
        job["state"], job["status"] = f"JOB_STATE_{state}", {"code": "INVALID_ARGUMENT", "message": reason}

    @route("GET", "/v1/accounts/fireworks/models/{id_}")
    def model(self, _: Request, id_: str) -> Reply:
        if id_ not in self.models:
            raise Refusal(404, self.error(404, f"model {id_} not found"))
        return Reply(body={"name": f"accounts/fireworks/models/{id_}", **self.models[id_]})

    @route("POST", f"{HOME}/datasets")
    def make(self, request: Request) -> Reply:
        asked = request.json
        name = f"accounts/{ACCOUNT}/datasets/{asked.get('datasetId', '')}"
        if not asked.get("datasetId") or "userUploaded" not in asked.get("dataset", {}):
            raise Refusal(400, self.error(400, "datasetId and dataset.userUploaded are needed"))
        if name in self.datasets:
            raise Refusal(409, self.error(409, f"dataset {name} already exists"))
        self.datasets[name] = {**asked["dataset"], "name": name, "state": "UPLOADING", "_files": {}}
        return Reply(body=_shown(self.datasets[name]))

    @route("GET", HOME + "/datasets/{id_}")
    def dataset(self, _: Request, id_: str) -> Reply:
        found = _shown(self._dataset(id_))
        if "_valid" in self._dataset(id_):
            self._dataset(id_)["state"] = "READY"
        return Reply(body=found)

    @route("DELETE", HOME + "/datasets/{id_}")
    def remove(self, _: Request, id_: str) -> Reply:
        del self.datasets[self._dataset(id_)["name"]]
        return Reply(body={})

    @route("POST", HOME + "/datasets/{id_}:getUploadEndpoint")
    def where(self, request: Request, id_: str) -> Reply:
        sizes = request.json["filenameToSize"]
        self._dataset(id_)["_files"] = dict(sizes)
        urls = {name: f"{self.url}/store/{id_}/{name}?X-Goog-Signature=permit-canary" for name in sizes}
        return Reply(body={"filenameToSignedUrls": urls})

    @route("PUT", "/store/{id_}/{name}")
    def take(self, request: Request, id_: str, name: str) -> Reply:
        size = self._dataset(id_)["_files"].get(name)
        signed = (request.query.get("X-Goog-Signature"), request.headers.get("content-type"))
        if signed != ("permit-canary", "application/octet-stream"):
            raise Refusal(403, b"<Error>SignatureDoesNotMatch</Error>")
        if request.headers.get("x-goog-content-length-range") != f"{size},{size}" or str(len(request.body)) != size:
            raise Refusal(400, b"<Error>EntityTooLarge</Error>")
        self.contents[id_] = request.body
        return Reply()

    @route("POST", HOME + "/datasets/{id_}:validateUpload")
    def validate(self, _: Request, id_: str) -> Reply:
        if id_ not in self.contents:
            raise Refusal(400, self.error(400, "no file was uploaded"))
        if self.broken:
            self._dataset(id_)["status"] = {"code": "INVALID_ARGUMENT", "message": self.broken}
        else:
            self._dataset(id_)["_valid"] = True
        return Reply(body={})

    @route("POST", f"{HOME}/supervisedFineTuningJobs")
    def start(self, request: Request) -> Reply:
        return self._start("supervisedFineTuningJobs", request.query["supervisedFineTuningJobId"], request.json)

    @route("POST", f"{HOME}/dpoJobs")
    def start_by_pairs(self, request: Request) -> Reply:
        if request.json.get("lossConfig", {}).get("method") != "DPO":
            raise Refusal(400, self.error(400, "another method of preference tuning would be taken"))
        return self._start("dpoJobs", request.query["dpoJobId"], request.json)

    @route("GET", HOME + "/{kind}/{id_}")
    def job(self, _: Request, kind: str, id_: str) -> Reply:
        found = _shown(self._job(kind, id_))
        if kind == "supervisedFineTuningJobs" and self._job(kind, id_)["_metrics"]:
            found["metricsFileSignedUrl"] = self._measured(kind, id_)
        return Reply(body=found)

    @route("GET", HOME + "/dpoJobs/{id_}:getMetricsFileEndpoint")
    def metrics_address(self, _: Request, id_: str) -> Reply:
        self._job("dpoJobs", id_)
        return Reply(body={"signedUrl": self._measured("dpoJobs", id_)})

    @route("GET", "/store/{kind}/{id_}/metrics")
    def metrics(self, request: Request, kind: str, id_: str) -> Reply:
        if request.query.get("X-Goog-Signature") != "permit-canary":
            raise Refusal(403, b"<Error>SignatureDoesNotMatch</Error>")
        rows = self._job(kind, id_)["_metrics"]
        return Reply(body="".join(json.dumps(row) + "\n" for row in rows).encode())

    @route("POST", HOME + "/{kind}/{id_}:cancel")
    def cancel(self, _: Request, kind: str, id_: str) -> Reply:
        job = self._job(kind, id_)
        if job["state"] in OVER:
            raise Refusal(400, self.error(400, "the job is over"))
        running = job["state"] == "JOB_STATE_RUNNING"
        job["state"] = "JOB_STATE_CANCELLING" if running else "JOB_STATE_CANCELLED"
        return Reply(body={})

    @route("POST", HOME + "/{kind}/{id_}:resume")
    def resume(self, _: Request, kind: str, id_: str) -> Reply:
        job = self._job(kind, id_)
        if job["state"] != "JOB_STATE_PAUSED":
            raise Refusal(400, self.error(400, "the job is not paused"))
        job["state"], job["status"] = "JOB_STATE_RUNNING", {"code": "OK"}
        return Reply(body={})

    def _start(self, kind: str, id_: str, asked: dict[str, Any]) -> Reply:
        name = f"accounts/{ACCOUNT}/{kind}/{id_}"
        for dataset in filter(None, (asked.get("dataset"), asked.get("evaluationDataset"))):
            if self.datasets.get(dataset, {}).get("state") != "READY":
                raise Refusal(400, self.error(400, f"dataset {dataset} is not ready"))
        if self.refusal:
            raise Refusal(403, self.error(403, self.refusal))
        if name in self.jobs:
            raise Refusal(409, self.error(409, f"job {name} already exists"))
        self.jobs[name] = {**asked, "name": name, "state": "JOB_STATE_CREATING", "_metrics": []}
        return Reply(body=_shown(self.jobs[name]))

    def _step(self, name: str, job: dict[str, Any]) -> None:
        done = len(job["_metrics"]) + 1
        epochs = job.get("trainingConfig", job).get("epochs", 1)
        passed = epochs * 100 * done // STEPS
        job["_metrics"].append({"step": done, "loss": 1 / done, "eval_loss": 2 / done})
        job["jobProgress"] = {"epoch": min(passed // 100, epochs - 1), "percent": passed % 100}
        job["state"] = "JOB_STATE_COMPLETED" if done == STEPS else "JOB_STATE_RUNNING"
        if done == STEPS:
            model = f"accounts/{ACCOUNT}/models/{name.rpartition('/')[2]}"
            job.get("trainingConfig", job)["outputModel"] = model

    def _measured(self, kind: str, id_: str) -> str:
        return f"{self.url}/store/{kind}/{id_}/metrics?X-Goog-Signature=permit-canary"

    def _dataset(self, id_: str) -> dict[str, Any]:
        return self._found(self.datasets, f"accounts/{ACCOUNT}/datasets/{id_}")

    def _job(self, kind: str, id_: str) -> dict[str, Any]:
        return self._found(self.jobs, f"accounts/{ACCOUNT}/{kind}/{id_}")

    def _found(self, among: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
        if name not in among:
            raise Refusal(404, self.error(404, f"{name} not found"))
        return among[name]


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    return dict(_fields(item))


def _fields(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in item.items() if not key.startswith("_"))
