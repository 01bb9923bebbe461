"""Whether a server may be given the user's key: the address comes from the repository, the key does not."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

KEY = "GPTCTL_LOCAL_API_KEY"
TRUST = "GPTCTL_LOCAL_TRUST"
NO_KEY = "none"


def key_for(base_url: str, environ: Mapping[str, str]) -> str:
    """The key for this machine and for the hosts named in GPTCTL_LOCAL_TRUST (commas between); else "none"."""
    host = urlsplit(base_url).hostname or ""
    trusted = {name.strip().lower() for name in environ.get(TRUST, "").split(",")}
    return environ.get(KEY) or NO_KEY if _is_loopback(host) or host in trusted else NO_KEY


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
