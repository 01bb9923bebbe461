"""The JSON Schemas of the documents that `--json` prints."""

from importlib.resources import files

_NAMES = (
    "plan",
    "apply",
    "status",
    "answer",
    "test",
    "validate",
    "providers",
    "conversations",
    "conversation",
    "logs-import",
    "logs-pull",
    "logs-stats",
    "feedback",
    "forget",
    "readiness",
    "rollout",
    "models-status",
    "models-succeed",
    "dataset-build",
    "dataset-show",
    "dataset-stats",
    "dataset-diff",
    "dataset-export",
    "dataset-verify",
    "dataset-due",
    "compare",
    "shorten",
    "promote",
    "jobs",
    "job",
    "lock",
    "error",
)


def names() -> tuple[str, ...]:
    return _NAMES


def text(name: str) -> str:
    """The schema as it is published. Raises KeyError for a name that is none."""
    if name not in _NAMES:
        raise KeyError(name)
    return files("gptctl.views").joinpath("schema", f"{name}.json").read_text(encoding="utf-8")
