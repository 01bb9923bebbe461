"""The one HTTP client: deadlines, caps, keys bound to origins, and failures sorted by what may have happened."""

from gptctl.providers.http.client import Client, Pace, Reply, Sender, Upload
from gptctl.providers.http.failure import Busy, Gone, Intent
from gptctl.providers.http.keys import Key, find_key, granted, origin_of
from gptctl.providers.http.ondemand import OnDemand
from gptctl.providers.http.retry import Retrying
from gptctl.providers.http.streams import Streams

__all__ = [
    "Busy",
    "Client",
    "Gone",
    "Intent",
    "Key",
    "OnDemand",
    "Pace",
    "Reply",
    "Retrying",
    "Sender",
    "Streams",
    "Upload",
    "find_key",
    "granted",
    "origin_of",
]
