"""Know, from hashes alone, which objects are exactly as the last apply left them and as declared now."""

from collections.abc import Mapping

from gptctl.core.address import Key
from gptctl.core.resource import Observed, Recorded


def settled(
    wanted: Mapping[Key, str], found: Mapping[Key, Observed], recorded: Mapping[Key, Recorded]
) -> frozenset[Key]:
    """The keys that need no closer look.

    `wanted` are fingerprints of what is declared. A key is settled when that is what the marker says was applied
    and the provider's version is the one recorded after that apply: so neither side moved.
    """
    return frozenset(
        key for key, fingerprint in wanted.items() if _still(fingerprint, found.get(key), recorded.get(key))
    )


def _still(fingerprint: str, seen: Observed | None, recorded: Recorded | None) -> bool:
    if seen is None or recorded is None or seen.marker is None or not seen.version:
        return False
    return (
        fingerprint == seen.marker.applied == recorded.applied
        and seen.version == recorded.version
        and seen.id == recorded.id
    )
