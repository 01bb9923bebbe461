"""Drives Together's own package: `jobs_together.py URL KEY FILE MODEL MARK JOB`, and prints what it understood.

It starts a job of its own, looks at JOB, which others started, and cancels its own.
"""

import json
import sys
from typing import Any

from together import Together

url, key, file, model, mark, job = sys.argv[1:]
client = Together(api_key=key, base_url=url, max_retries=0)
uploaded = client.files.upload(file=file, purpose="fine-tune", check=True)
client.files.retrieve(uploaded.id)  # at which the server gets on with it
ours = client.fine_tuning.create(
    training_file=uploaded.id, model=model, suffix=mark, n_epochs=3, lora=True, lora_r=16, train_on_inputs=False,
)  # fmt: skip
theirs = client.fine_tuning.retrieve(id=job)
metrics: Any = client.fine_tuning.list_metrics(job).metrics
said = {
    "file": client.files.retrieve(uploaded.id).processing_status,
    "files": sorted(one.filename for one in client.files.list().data),
    "started": ours.id,
    "suffixes": [one.suffix for one in client.fine_tuning.list().data],
    "status": theirs.status,
    "model": theirs.model,
    "files_named": [theirs.training_file, theirs.validation_file],
    "events": [one.message for one in client.fine_tuning.list_events(id=job).data],
    "losses": [row["train/loss"] for row in metrics if "train/loss" in row],
    "cancelled": client.fine_tuning.cancel(ours.id).status,
}
sys.stdout.write(json.dumps(said))
