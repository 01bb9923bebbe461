"""Where a local job lies: one folder each, named by its mark, below the user's own folder."""

from pathlib import Path

JOBS = "jobs"

SPEC = "job.json"
PROGRESS = "progress.jsonl"
OUTCOME = "outcome.json"
CALLED_OFF = "called-off"
LOCK = "lock"
PID = "pid"
LOG = "log.txt"
CHECKPOINTS = "checkpoints"
ADAPTER = "adapter"
MERGED = "merged"
GGUF_ADAPTER = "adapter.gguf"
GGUF_MODEL = "model.gguf"


def folder(home: Path, mark: str) -> Path:
    return home / JOBS / mark
