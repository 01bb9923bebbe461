"""The one HTTP client: deadlines, caps, keys bound to origins, and failures sorted by what may have happened."""

from gptctl.providers.http.client import Client, Reply, Upload
from gptctl.providers.http.failure import Busy, Gone, Intent
from gptctl.providers.http.keys import Key, find_key, origin_of

__all__ = ["Busy", "Client", "Gone", "Intent", "Key", "Reply", "Upload", "find_key", "origin_of"]
