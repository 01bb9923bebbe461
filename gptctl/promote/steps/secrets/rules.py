"""The rules of rules.toml, compiled once."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gptctl.promote.steps.regex import Pattern, octets
from gptctl.promote.steps.secrets.judge import JUDGES
from gptctl.promote.steps.secrets.views import TRIGGERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`pattern` has one group or none; the secret is the group, or all that matched."""

    kind: str
    source: str
    pattern: Pattern[bytes]
    judge: Callable[[bytes], bool]


@cache
def rules() -> tuple[Rule, ...]:
    tables = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))["rule"]
    return tuple(
        Rule(
            kind=table["kind"],
            source=table["pattern"],
            pattern=octets(table["pattern"]),
            judge=JUDGES[table.get("judged", "")],
        )
        for table in tables
    )


@cache
def first_look() -> Pattern[bytes]:
    """Finds something in each text in which there may be a secret, and nothing in nearly all others, in one pass."""
    return octets("|".join((_any_rule(), *TRIGGERS)))


@cache
def plain_look() -> Pattern[bytes]:
    """The same for a text that is decoded already."""
    return octets(_any_rule())


def _any_rule() -> str:
    """Without word boundaries, since before a secret there may stand an escape such as the letter of a line feed."""
    sources = [rule.source.replace("(?:^|[^A-Za-z0-9])", "").replace(r"\b", "") for rule in rules()]
    return "|".join(f"(?:{source})" for source in sources)
