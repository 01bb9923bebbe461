"""Drives Fireworks' own package: `jobs_fireworks.py URL KEY FILE MODEL MARK JOB`, and prints what it understood.

It starts a job of its own, looks at JOB, which others started, and cancels its own. Its helper for uploads takes no
address but https, so the bytes are put here as it would put them.
"""

import json
import sys
from pathlib import Path

import httpx
from fireworks import ConflictError, Fireworks

url, key, file, model, mark, job = sys.argv[1:]
client = Fireworks(api_key=key, account_id="acme", base_url=url, max_retries=0)
content = Path(file).read_bytes()
client.datasets.create(dataset_id=mark, dataset={"user_uploaded": {}, "example_count": "16"})
signed = client.datasets.get_upload_endpoint(mark, filename_to_size={"train.jsonl": str(len(content))})
headers = {"Content-Type": "application/octet-stream", "X-Goog-Content-Length-Range": f"{len(content)},{len(content)}"}
assert signed.filename_to_signed_urls is not None
httpx.put(signed.filename_to_signed_urls["train.jsonl"], content=content, headers=headers).raise_for_status()
client.datasets.validate_upload(mark, body={})
client.datasets.get(mark)
ready = client.datasets.get(mark)
asked = {"dataset": str(ready.name), "supervised_fine_tuning_job_id": mark, "display_name": mark, "base_model": model}
jobs = client.supervised_fine_tuning_jobs
ours = jobs.create(**asked, epochs=3, lora_rank=16)
try:
    jobs.create(**asked)
    twice = True
except ConflictError:
    twice = False
theirs = jobs.get(job.rpartition("/")[2])
jobs.cancel(mark, body={})
said = {
    "dataset": ready.state,
    "started": ours.name,
    "twice": twice,
    "name": theirs.display_name,
    "state": theirs.state,
    "base": theirs.base_model,
    "model": theirs.output_model,
    "epochs": theirs.epochs,
    "progress": [theirs.job_progress.epoch, theirs.job_progress.percent] if theirs.job_progress else None,
    "curve": len(httpx.get(str(theirs.metrics_file_signed_url)).text.splitlines()),
    "cancelled": jobs.get(mark).state,
}
sys.stdout.write(json.dumps(said))
