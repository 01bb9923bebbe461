"""Who holds the lock, as the lock itself says it."""

import json
import os
import platform
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from gptctl.backends.local.who import who

_MOST = 200
"""Characters of each part that are shown: whoever can push writes what they like."""

NOBODY_KNOWS = "somebody whose signature cannot be read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """`run` is the address of a CI job, empty elsewhere; `since` is in UTC, by the holder's own clock."""

    user: str
    host: str
    process: str
    run: str
    since: str

    def __str__(self) -> str:
        at = f", {self.run}" if self.run else ""
        return f"process {self.process} of {self.user} on {self.host}, since {self.since}{at}"


def ourselves(environ: Mapping[str, str]) -> Holder:
    return Holder(
        user=who(),
        host=platform.node(),
        process=str(os.getpid()),
        run=_run(environ),
        since=time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
    )


def written(holder: Holder) -> str:
    """The message of a commit that no other is equal to."""
    signed = {**asdict(holder), "nonce": secrets.token_hex(8)}
    return f"The lock of gptctl: an apply is under way\n\n{json.dumps(signed)}\n"


def read(message: str) -> Holder | None:
    """None for what no version of ours wrote."""
    try:
        signed = json.loads(message.strip().splitlines()[-1])
        return Holder(**{name: " ".join(str(signed[name]).split())[:_MOST] for name in Holder.__dataclass_fields__})
    except (IndexError, KeyError, TypeError, ValueError, RecursionError):
        return None


def _run(environ: Mapping[str, str]) -> str:
    """Where GitHub, GitLab and Jenkins show the job."""
    if "GITHUB_RUN_ID" in environ:
        parts = (environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY"))
        return f"{'/'.join(parts)}/actions/runs/{environ['GITHUB_RUN_ID']}"
    return environ.get("CI_JOB_URL") or environ.get("BUILD_URL", "")
