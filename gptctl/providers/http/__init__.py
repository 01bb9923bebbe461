"""The one HTTP client: deadlines, caps, keys bound to origins, and failures sorted by what may have happened."""

from gptctl.providers.http.client import Client, Reply, Sender, Upload
from gptctl.providers.http.failure import Busy, Gone, Intent
from gptctl.providers.http.keys import Key, find_key, origin_of
from gptctl.providers.http.ondemand import OnDemand
from gptctl.providers.http.retry import Retrying

__all__ = [
    "Busy",
    "Client",
    "Gone",
    "Intent",
    "Key",
    "OnDemand",
    "Reply",
    "Retrying",
    "Sender",
    "Upload",
    "find_key",
    "origin_of",
]
