"""The ways to Google Cloud: to the jobs of one project in one place, and to its storage.

An access token lives for an hour: a job that takes longer is watched again with a new one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gptctl.providers.http import Client, OnDemand, Retrying, Sender, find_key
from gptctl.providers.http.client import DEADLINE

VARIABLE = "GOOGLE_OAUTH_ACCESS_TOKEN"
STORAGE = "https://storage.googleapis.com"
SENDING = 1800.0
"""Seconds that one file may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a project has its jobs and its files; an address that is "" is Google's own."""

    project: str
    location: str
    bucket: str
    endpoint: str = ""
    storage: str = ""

    @property
    def jobs(self) -> str:
        """The collection of jobs, as a path."""
        return f"projects/{self.project}/locations/{self.location}/tuningJobs"

    @property
    def home(self) -> str:
        return f"https://{self.location}-aiplatform.googleapis.com"


def client(base_url: str, home: str, environ: Mapping[str, str], *, within: float) -> Client:
    """Raises NoAccess when there is no token, Refused for an origin that it is not for."""
    key = find_key(environ, VARIABLE, base_url=base_url or home, home_origin=home)
    headers = {"authorization": f"Bearer {key.value}", "accept": "application/json"}
    return Client(base_url or home, key=key, headers=headers, within=within)


def sender(site: Site, environ: Mapping[str, str], sleep: Callable[[float], None]) -> Sender:
    """To the jobs; it connects at the first request."""

    def connect() -> Retrying:
        return Retrying(client(site.endpoint, site.home, environ, within=DEADLINE), sleep=sleep)

    return OnDemand(connect)
