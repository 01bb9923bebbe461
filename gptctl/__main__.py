"""The entrance: `gptctl` and `python -m gptctl`. It says its version before anything else is imported."""

import gc
import os
import sys

from gptctl import __version__

INTERRUPTED = 130
MANY = 1_000_000
"""New objects before a search for garbage: most commands end before it could pay, a tenth of an unchanged plan."""


def main() -> None:
    _replace_closed()
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.exit(_say_version())
    gc.set_threshold(MANY)
    try:
        from gptctl.cli.main import run  # noqa: PLC0415 -- a version number must not wait for a command line

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing could be said about it
        status = INTERRUPTED
    if "duckdb" not in sys.modules:  # it tells on stderr of every object that is left at the end
        gc.freeze()  # what is left goes with the process; nobody need search it on the way out
    sys.exit(status)


def _replace_closed() -> None:
    """Let a stream that was closed (`>&-`) lead nowhere, so that no file of ours gets its number and its words."""
    for name, flags, mode in (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_WRONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode))


def _say_version() -> int:
    try:
        sys.stdout.write(f"gptctl {__version__}\n")
        sys.stdout.flush()
    except OSError:
        return 1
    return 0


if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # the current folder, by `python -m`: a repository's modules are none of ours
    main()
