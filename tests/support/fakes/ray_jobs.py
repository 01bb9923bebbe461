"""A Ray cluster's API of jobs, as version 2.60 answers; nothing is run.

`jobs` are the states by submission id. `lose` loses the next answer.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/api/jobs/"


class Ray:
    def __init__(self) -> None:
        self.jobs: dict[str, str] = {}
        self.entrypoints: list[str] = []
        self.message = "Job entrypoint command failed with exit code 1, last available logs:\nNo module named gptctl\n"
        self.lose = False
        self.refusal = ""
        ray = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                id_ = self.path.removeprefix(PATH)
                if id_ not in ray.jobs:
                    self.say(404, f"Job {id_} does not exist")
                else:
                    self.say(200, {"submission_id": id_, "status": ray.jobs[id_], "message": ray.message})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                self.say(*(ray.stop(self.path) if self.path.endswith("/stop") else ray.submit(body)))

            def say(self, status: int, body: Any) -> None:
                if ray.lose:
                    ray.lose = False
                    return
                raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def submit(self, body: dict[str, Any]) -> tuple[int, Any]:
        id_ = body["submission_id"]
        if self.refusal:
            return 400, self.refusal
        if id_ in self.jobs:
            return 500, f"ValueError: Job with submission_id {id_} already exists."
        self.jobs[id_] = "PENDING"
        self.entrypoints.append(body["entrypoint"])
        return 200, {"job_id": id_, "submission_id": id_}

    def stop(self, path: str) -> tuple[int, Any]:
        id_ = path.removeprefix(PATH).removesuffix("/stop")
        stopped = self.jobs[id_] in {"PENDING", "RUNNING"}
        self.jobs[id_] = "STOPPED" if stopped else self.jobs[id_]
        return 200, {"stopped": stopped}


@contextmanager
def cluster() -> Iterator[Ray]:
    ray = Ray()
    thread = threading.Thread(target=ray.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield ray
    finally:
        ray.server.shutdown()
        ray.server.server_close()
        thread.join(10)
