"""Amazon Web Services as far as tuning needs them: one bucket of S3, and Bedrock's customization jobs.

Made from botocore's own models of both services, which drive it in the tests; moto's server is the second opinion.
"""

import json
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Refusal, Reply, Request

KEY_ID = "AKIACANARY0123456789"
SECRET = "canary/0123456789abcdefghijklmnopqrstuvw"
BUCKET = "acme-tuning"
ROLE = "arn:aws:iam::123456789012:role/bedrock-reads"
STEPS = 4
_ARN = "arn:aws:bedrock:us-east-1"
_XML = {"content-type": "application/xml"}
_KNOWN = {
    "jobName", "customModelName", "roleArn", "clientRequestToken", "baseModelIdentifier", "customizationType",
    "trainingDataConfig", "validationDataConfig", "outputDataConfig", "hyperParameters",
}  # fmt: skip
_OVER = {"Completed", "Failed", "Stopped"}


class FakeAws(Fake):
    """`refusal` is said instead of starting a job; `slow_stop`: a job that is stopped goes on for one more step."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.steps: dict[str, int] = {}
        self.refusal = ""
        self.slow_stop = False
        self.page = 1000
        self._numbers = count(1)

    def check(self, request: Request) -> None:
        if f"Credential={KEY_ID}/" not in request.headers.get("authorization", ""):
            raise failure(403, "UnrecognizedClientException", "The security token included in the request is invalid.")

    def error(self, status: int, message: str) -> Any:
        return {"message": message}

    def unknown(self, request: Request) -> Reply:
        """The names of objects hold slashes."""
        objects = f"/{BUCKET}/"
        if request.path.startswith(objects):
            return self._object(request, request.path.removeprefix(objects))
        return super().unknown(request)

    def work(self) -> None:
        """One step of every job that goes on."""
        for name, job in self.jobs.items():
            if job["status"] == "Stopping":
                job["status"] = "Stopped"
            if job["status"] in _OVER:
                continue
            self.steps[name] += 1
            job["statusDetails"]["trainingDetails"]["status"] = "InProgress"
            if self.steps[name] == STEPS:
                self._finish(name, job)

    def turn(self, name: str, status: str, message: str = "") -> None:
        job = self._job(name)
        job["status"] = status
        if message:
            job["failureMessage"] = message

    @route("GET", f"/{BUCKET}")
    def objects(self, request: Request) -> Reply:
        found = [name for name in sorted(self.files) if name.startswith(request.query.get("prefix", ""))]
        start = int(request.query.get("continuation-token", "0"))
        shown, more = found[start : start + self.page], start + self.page < len(found)
        keys = "".join(f"<Contents><Key>{escape(name)}</Key></Contents>" for name in shown)
        after = f"<NextContinuationToken>{start + self.page}</NextContinuationToken>" if more else ""
        text = f"<ListBucketResult>{keys}{after}<IsTruncated>{str(more).lower()}</IsTruncated></ListBucketResult>"
        return Reply(body=text.encode(), headers=_XML)

    @route("POST", "/model-customization-jobs")
    def create(self, request: Request) -> Reply:
        body = request.json
        if unknown := set(body) - _KNOWN:
            raise failure(400, "ValidationException", f"unknown {sorted(unknown)}")
        if self.refusal:
            raise failure(403, "AccessDeniedException", self.refusal)
        for job in self.jobs.values():
            if job["clientRequestToken"] == body["clientRequestToken"]:
                return Reply(status=201, body={"jobArn": job["jobArn"]})
        self._look(body)
        return Reply(status=201, body={"jobArn": self._start(body)["jobArn"]})

    @route("GET", "/model-customization-jobs")
    def listing(self, request: Request) -> Reply:
        found = [job for job in self.jobs.values() if request.query.get("nameContains", "") in job["jobName"]]
        start = int(request.query.get("nextToken", "0"))
        fields = ("jobArn", "baseModelArn", "jobName", "status", "creationTime")
        shown = [{name: job[name] for name in fields} for job in found[start : start + self.page]]
        more = {"nextToken": str(start + self.page)} if start + self.page < len(found) else {}
        return Reply(body={"modelCustomizationJobSummaries": shown, **more})

    @route("GET", "/model-customization-jobs/{name}")
    def get(self, request: Request, name: str) -> Reply:
        return Reply(body=self._job(name))

    @route("POST", "/model-customization-jobs/{name}/stop")
    def stop(self, request: Request, name: str) -> Reply:
        job = self._job(name)
        if job["status"] in _OVER:
            raise failure(409, "ConflictException", "The job is over.")
        job["status"] = "Stopping" if self.slow_stop else "Stopped"
        return Reply(body={})

    def strays(self) -> list[str]:
        """Rows that no job names."""
        named = json.dumps([(job["trainingDataConfig"], job["validationDataConfig"]) for job in self.jobs.values()])
        return [name for name in self.files if "/rows/" in name and f"s3://{BUCKET}/{name}" not in named]

    def _start(self, body: dict[str, Any]) -> dict[str, Any]:
        number = f"{next(self._numbers):012}"
        base = body.pop("baseModelIdentifier")
        arn = f"{_ARN}:123456789012:model-customization-job/{base.replace(':0:', ':0.')}/{number}"
        self.steps[body["jobName"]] = 0
        self.jobs[body["jobName"]] = job = {
            "validationDataConfig": {"validators": []},
            **body,
            "jobArn": arn,
            "outputModelName": body["customModelName"],
            "baseModelArn": f"{_ARN}::foundation-model/{base}",
            "status": "InProgress",
            "statusDetails": {"trainingDetails": {"status": "NotStarted"}},
            "creationTime": "2026-11-21T10:00:00Z",
        }
        return job

    def _finish(self, name: str, job: dict[str, Any]) -> None:
        """With the metrics where Bedrock puts them."""
        job["status"] = "Completed"
        job["outputModelArn"] = f"{_ARN}:123456789012:custom-model/amazon.nova/{job['jobArn'][-12:]}"
        job["trainingMetrics"] = {"trainingLoss": 2 / STEPS}
        out = job["outputDataConfig"]["s3Uri"].removeprefix(f"s3://{BUCKET}/") + f"model-customization-job-{name}"
        for place, loss in (
            ("training_artifacts/step_wise_training", "training"),
            ("validation_artifacts/post_fine_tuning_validation/validation", "validation"),
        ):
            lines = [f"{step},0,{2 / (step + 1)},{7.4 / (step + 1)}" for step in range(STEPS)]
            table = "\n".join([f"step_number,epoch_number,{loss}_loss,perplexity", *lines])
            self.files[f"{out}/{place}_metrics.csv"] = table.encode()

    def _look(self, body: dict[str, Any]) -> None:
        sources = [body["trainingDataConfig"], *body.get("validationDataConfig", {}).get("validators", ())]
        for source in sources:
            content = self.files.get(source["s3Uri"].removeprefix(f"s3://{BUCKET}/"))
            if content is None:
                raise failure(400, "ValidationException", f"{source['s3Uri']} is not there")
            if not all(json.loads(line)["messages"] for line in content.splitlines()):
                raise failure(400, "ValidationException", f"{source['s3Uri']} has a row without messages")
        if not all(isinstance(value, str) for value in body["hyperParameters"].values()):
            raise failure(400, "ValidationException", "hyperParameters are texts")

    def _object(self, request: Request, name: str) -> Reply:
        match request.method:
            case "PUT":
                self.files[name] = request.body
                return Reply(headers={"etag": '"0"'})
            case "DELETE":
                self.files.pop(name, None)
                return Reply(status=204)
            case _:
                return Reply(body=self.files[name], headers={"content-type": "text/csv"})

    def _job(self, name: str) -> dict[str, Any]:
        if name not in self.jobs:
            raise failure(404, "ResourceNotFoundException", f"There is no job {name}.")
        return self.jobs[name]


def failure(status: int, code: str, message: str) -> Refusal:
    return Refusal(status, {"message": message}, {"x-amzn-errortype": code})
