"""E-mail and IP addresses."""

from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.regex import letters

EMAIL = letters(
    r"[\p{L}\p{N}_+](?:[\p{L}\p{N}._%+'-]*[\p{L}\p{N}_+-])?@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24}"
)
IPV4 = letters(r"(?:^|[^\w.])([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:\.?[^\w.]|\.?$)")
IPV6 = letters(r"(?i:(?:^|[^\w:.])((?:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):[0-9a-f:]{2,34}[0-9a-f]))")


def emails(text: str) -> Iterator[Hit]:
    for match in EMAIL.finditer(text):
        yield Hit(kind=Kind.EMAIL, start=match.start(), text=match.group(), key=match.group().casefold())


def addresses(text: str) -> Iterator[Hit]:
    """Not those that are everybody's: the machine's own, none, all, and IPv6 outside what is given to sites."""
    for match in IPV4.finditer(text):
        if _v4(match.group(1)):
            yield Hit(kind=Kind.IP, start=match.start(1), text=match.group(1), key=match.group(1))
    for match in IPV6.finditer(text):
        if _v6(match.group(1)):
            yield Hit(kind=Kind.IP, start=match.start(1), text=match.group(1), key=str(IPv6Address(match.group(1))))


def _v4(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except AddressValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_multicast or text.startswith("255."))


def _v6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


CLUES = (
    Clue(look=r"[^\s]@[^\s]", find=emails),
    Clue(
        look=r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]|(?i:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):[0-9a-f:]{2}",
        find=addresses,
    ),
)
