"""Keys, each bound to the one origin it may be sent to.

A repository may name an origin (`base_url`), and it is not trusted: whoever can open a pull request could send a key
anywhere. So a key goes to the provider's own origin, and to another only if the user said so outside the repository.
"""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from gptctl.errors import GptctlError, NoAccess, Refused

TRUSTED = "GPTCTL_TRUSTED_ORIGINS"
"""The environment variable with the origins, separated by spaces, that keys may be sent to beside the built-in ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A secret and where it may go. Its value is in no `repr`."""

    origin: str
    value: str = field(repr=False)

    def cut_out_of(self, text: str) -> str:
        """The text without the key, also in the forms that it has in an address, in JSON and in base64."""
        raw = self.value.encode()
        encoded = (encode(raw).decode().rstrip("=") for encode in (b64encode, urlsafe_b64encode))
        for form in (self.value, quote(self.value, safe=""), self.value.replace("/", "\\/"), *encoded):
            text = text.replace(form, "[key]")
        return text


def find_key(environ: Mapping[str, str], variable: str, *, base_url: str, home_origin: str) -> Key:
    """The key in `variable`, for requests to `base_url`.

    Raises NoAccess when there is none, Refused when that origin is neither the provider's own nor trusted, GptctlError
    for what is no key.
    """
    value = environ.get(variable, "")
    if not value:
        raise NoAccess(f"there is no key: {variable} is not set", advice=f"Set {variable} in the environment.")
    origin = granted(environ, variable, base_url=base_url, home_origin=home_origin)
    if not value.isascii() or not value.isprintable() or " " in value:
        raise GptctlError(f"{variable} does not hold a key", advice="It has spaces or characters that no key has.")
    return Key(origin=origin, value=value)


def granted(environ: Mapping[str, str], what: str, *, base_url: str, home_origin: str = "") -> str:
    """The origin of `base_url`, to which `what` may be sent.

    Raises Refused when it is neither the provider's own nor trusted.
    """
    origin = origin_of(base_url)
    if origin != home_origin and origin not in _trusted(environ):
        raise Refused(
            f"{what} is not sent to {origin}: a file in the repository names that origin, and such a file cannot "
            "be trusted with a key",
            advice=f"If you trust it, say so outside the repository: export {TRUSTED}={origin}",
        )
    return origin


def origin_of(url: str) -> str:
    """`scheme://host[:port]` in lower case. Raises GptctlError for anything but https, or http on this machine."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    here = host in {"127.0.0.1", "::1", "localhost"}
    if (
        not host
        or parts.username
        or parts.password
        or not (parts.scheme == "https" or (parts.scheme == "http" and here))
    ):
        raise GptctlError("base_url must be https://…, or http:// on this machine, without a user name in it")
    shown = f"[{host}]" if ":" in host else host
    default = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{shown}" if port in (None, default) else f"{parts.scheme}://{shown}:{port}"


def _trusted(environ: Mapping[str, str]) -> frozenset[str]:
    return frozenset(origin_of(url) for url in environ.get(TRUSTED, "").split())
