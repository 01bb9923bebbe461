"""What the provider suite needs to know about one provider, and the declarations it writes with it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gptctl.core.address import Address, RemoteId
from gptctl.core.marker import Marker, Scope
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs, fingerprint
from gptctl.errors import StalePlan
from gptctl.providers.base import Draft, Handler, Provider
from tests.support.fakes.trouble import Plan, Trouble

SCOPE = Scope(project_id="7f3c", project="suite", environment="dev")
ELSEWHERE = Scope(project_id="7f3c", project="suite", environment="prod")

PAGES = {
    "leave.md": b"# Leave\n\nYou may take thirty days of leave in a year.\n",
    "travel/trips.md": "# Trips\n\nBook trains with the Büro für Reisen 🚆.\n".encode(),
    "travel/hotels.txt": b"Hotels are paid back within a week.\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A provider under test.

    The functions reach behind the provider's back, each taking the kind and the id; None where a provider has no such
    thing, and the tests of it are skipped. `beyond` are attributes that must be refused without the network,
    by kind. `lose_next_answer` makes the next write happen and its answer get lost.
    `spoil_answer` makes the next answer to a question break off; the fewest `pieces` of one are what it must come in.
    `answering` are changes of the sample without which nothing would answer. `converse` takes the id of an assistant
    and what somebody else asks it in a new conversation. `fail_reads` makes every read fail after so many good ones.
    """

    provider: Provider
    samples: Mapping[str, Attrs] = field(default_factory=lambda: SAMPLES)
    beyond: Mapping[str, tuple[Attrs, ...]] = field(default_factory=dict)
    make_foreign: Callable[[str], RemoteId] | None = None
    set_metadata: Callable[[str, RemoteId, str], object] | None = None
    get_metadata: Callable[[str, RemoteId], str] | None = None
    edit: Callable[[str, RemoteId], object] | None = None
    lose_next_answer: Callable[[], object] | None = None
    spoil_answer: Callable[[Trouble], Plan] | None = None
    pieces: int = 2
    answering: Attrs = field(default_factory=dict)
    converse: Callable[..., object] | None = None
    fail_reads: Callable[[int], object] | None = None

    def handler(self, kind: str) -> Handler:
        return self.provider.handlers[kind]

    def attrs(self, kind: str, **changes: JSON) -> Attrs:
        """A sample, lowered and normalised as the engine does it."""
        declared = Declared(address=address(kind), attrs={**self.samples[kind], **changes})
        return self.handler(kind).normalize(self.provider.lower(declared).attrs)


def address(kind: str, name: str = "sample") -> Address:
    return Address(kind=kind, name=name)


def mark(of: Address, attrs: Attrs, *, nonce: int = 1, scope: Scope = SCOPE, commit: str = "") -> Marker:
    return Marker(
        scope=scope.mark,
        address=scope.mark_of(of),
        nonce=f"{nonce:016x}",
        applied=fingerprint(attrs),
        commit=commit,
    )


def draft(kind: str, attrs: Attrs, *, name: str = "sample", nonce: int = 1, scope: Scope = SCOPE) -> Draft:
    return Draft(attrs=attrs, marker=mark(address(kind, name), attrs, nonce=nonce, scope=scope), contents=Pages())


class Pages:
    """The contents of the sample's files, and of any text asked for with `digest`."""

    _bytes = {hashlib.sha256(data).hexdigest(): data for data in PAGES.values()}  # noqa: RUF012  only ever added to

    def read(self, digest: str) -> bytes:
        if digest not in self._bytes:
            raise StalePlan(f"no file has the content {digest}")
        return self._bytes[digest]

    @classmethod
    def digest(cls, data: bytes) -> str:
        """Remember some content, and give what it is asked for by."""
        digest = hashlib.sha256(data).hexdigest()
        cls._bytes[digest] = data
        return digest


SAMPLES: Mapping[str, Attrs] = {
    "knowledge": {"name": "sample", "files": {path: Pages.digest(data) for path, data in PAGES.items()}},
    "assistant": {
        "name": "sample",
        "description": "Answers questions of the staff",
        "labels": {"team": "people"},
        "model": "no-such-model",
        "parameters": {"temperature": 0.2, "max_output_tokens": 200},
        "instructions": "Answer in one sentence.\n",
        "starters": [{"title": "Leave", "text": "How much leave do I have?"}],
        "tools": [
            {
                "type": "function",
                "name": "lookup",
                "description": "Looks an employee up.",
                "parameters": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
            }
        ],
    },
}
