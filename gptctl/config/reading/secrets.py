"""Keys and passwords that people paste into files by mistake, known by their shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SHAPES = {
    "an Anthropic key": r"sk-ant-[A-Za-z0-9_-]{20,}",
    "an OpenAI key": r"sk-(?!ant-)[A-Za-z0-9_-]{20,}",
    "an AWS key": r"(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a GitHub token": r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,}",
    "a GitLab token": r"glpat-[A-Za-z0-9_-]{20,}",
    "a Google key": r"AIza[0-9A-Za-z_-]{35}",
    "a Hugging Face token": r"hf_[A-Za-z0-9]{30,}",
    "a Groq key": r"gsk_[A-Za-z0-9]{40,}",
    "a Slack token": r"xox[abeoprs]-[A-Za-z0-9-]{10,}",
    "a Stripe key": r"[rs]k_live_[A-Za-z0-9]{16,}",
    "a JSON Web Token": r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    "a password in an address": r"[a-z][a-z0-9+.-]{1,15}://[^\s/:@${}<>]{1,64}:[^\s/@${}<>]{3,128}@",
    "a private key": r"-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----[^-]*",
}
_ANY = re.compile("|".join(rf"(?<![A-Za-z0-9_-])(?P<k{i}>{shape})" for i, shape in enumerate(_SHAPES.values())))
_NAMES = tuple(_SHAPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where in a text it stands and what it looks like; never what it is."""

    offset: int
    kind: str


def find(text: str) -> Iterator[Secret]:
    for match in _ANY.finditer(text):
        yield Secret(offset=match.start(), kind=_NAMES[int(str(match.lastgroup)[1:])])


def hide(text: str) -> str:
    """The text with every secret in it replaced by a star, for messages."""
    return _ANY.sub("*", text)
