"""A real Phoenix, which keeps traces and makes datasets of them: installed, started, and ended by the tests."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.servers.install import python_with
from tests.support.servers.process import answers, call, environ, fetch, free_port, running

_HERE = Path(__file__).parent
_OFF = ("PHOENIX_TELEMETRY_ENABLED", "PHOENIX_ALLOW_EXTERNAL_RESOURCES", "PHOENIX_ENABLE_MCP_SERVER")
_ON = ("PHOENIX_DISABLE_AGENT_ASSISTANT", "PHOENIX_AGENTS_DISABLE_WEB_ACCESS", "PHOENIX_AGENTS_DISABLE_BASH")
_CREATE = "mutation($name: String!) {createDataset(input: {name: $name}) {dataset {id}}}"
_ADD = "mutation($add: AddSpansToDatasetInput!) {addSpansToDataset(input: $add) {dataset {id}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phoenix:
    url: str

    def upload(self, name: str, rows: Sequence[tuple[Any, Any]]) -> str:
        """A new dataset of these inputs and outputs; its id."""
        inputs, outputs = zip(*rows, strict=True)
        body = {"action": "create", "name": name, "inputs": inputs, "outputs": outputs}
        return str(self._call("/v1/datasets/upload?sync=true", body)["data"]["dataset_id"])

    def record(self, project: str, spans: Sequence[Any]) -> None:
        """What a tracer sends. Returns before they are all there to be read."""
        self._call("/v1/projects", {"name": project})
        self._call(f"/v1/projects/{project}/spans", {"data": spans})

    def spans(self, project: str) -> Any:
        """Its own export of them, at most 1000, the newest first."""
        return call("GET", f"{self.url}/v1/projects/{project}/spans?limit=1000")

    def collect(self, name: str, spans: Sequence[str]) -> str:
        """A new dataset that Phoenix makes of these spans, as its button does; its id."""
        made = self._ask(_CREATE, name=name)["createDataset"]["dataset"]["id"]
        self._ask(_ADD, add={"datasetId": made, "spanIds": spans})
        return str(made)

    def openai_rows(self, dataset: str) -> list[Any]:
        """The dataset as Phoenix writes it for OpenAI's fine-tuning."""
        written = fetch("GET", f"{self.url}/v1/datasets/{dataset}/jsonl/openai_ft").decode()
        return [json.loads(line) for line in written.splitlines()]

    def _ask(self, query: str, **variables: Any) -> Any:
        return self._call("/graphql", {"query": query, "variables": variables})["data"]

    def _call(self, path: str, body: Any) -> Any:
        return call("POST", f"{self.url}{path}", body)


@contextmanager
def serve(folder: Path) -> Iterator[Phoenix]:
    python = python_with(_HERE / "phoenix.txt")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {
        **dict.fromkeys(_OFF, "false"),
        **dict.fromkeys(_ON, "true"),
        "PHOENIX_WORKING_DIR": str(folder),
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(port),
        "PHOENIX_GRPC_PORT": str(free_port()),
    }
    # -P: this file's own folder would come before the package of the same name.
    command = (str(python), "-P", str(_HERE / "leash.py"), "phoenix")
    up = f"{url}/v1/projects"
    with running(command, environ=environ(folder, **settings), log=folder / "phoenix.log", up=lambda: answers(up)):
        yield Phoenix(url=url)
