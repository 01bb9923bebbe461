"""The exit statuses, and what each one tells a script."""

from collections.abc import Mapping
from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    FAILED = 1
    CHANGES = 2
    BUG = 3
    INVALID = 10
    LOCKED = 11
    REFUSED = 12
    STALE = 13
    PARTLY = 14
    USAGE = 64
    LATER = 75
    INTERRUPTED = 130
    TERMINATED = 143


MEANING: Mapping[Exit, str] = {
    Exit.DONE: "done",
    Exit.FAILED: "failed; the message says what and what to do",
    Exit.CHANGES: "there are changes",
    Exit.BUG: "a bug in gptctl",
    Exit.INVALID: "a file is wrong",
    Exit.LOCKED: "another run is at work here",
    Exit.REFUSED: "refused: a guard, drift or a policy stands in the way",
    Exit.STALE: "not the plan that was reviewed",
    Exit.PARTLY: "partly applied: some changes were made, some were not",
    Exit.USAGE: "the command line is wrong",
    Exit.LATER: "the provider asks to try again later",
    Exit.INTERRUPTED: "interrupted; run the same command again to go on",
}

ASKS_FOR: Mapping[Exit, tuple[str, ...]] = {Exit.CHANGES: ("--detailed-exitcode", "--check")}
"""The options without which a command does not end so."""

EVERY = (Exit.DONE, Exit.FAILED, Exit.BUG, Exit.USAGE, Exit.INTERRUPTED)
"""What any command can end with."""

READS = (*EVERY, Exit.INVALID)
"""What a command can end with that reads the declarations."""

OBSERVES = (*READS, Exit.REFUSED, Exit.LATER)
"""What a command can end with that asks a provider."""

TAKES_IN = (*READS, Exit.LOCKED, Exit.LATER)
"""What a command can end with that brings conversations into the store, or reads them there."""

WRITES = (*OBSERVES, Exit.LOCKED, Exit.STALE, Exit.PARTLY)
"""What a command can end with that changes something at a provider."""
