"""The entrance: `gptctl` and `python -m gptctl`. It says its version before anything else is imported."""

import sys

from gptctl import __version__

INTERRUPTED = 130


def main() -> None:
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.exit(_say_version())
    try:
        from gptctl.cli.main import run  # noqa: PLC0415 -- a version number must not wait for a command line

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nothing could be said about it
        status = INTERRUPTED
    sys.exit(status)


def _say_version() -> int:
    try:
        sys.stdout.write(f"gptctl {__version__}\n")
        sys.stdout.flush()
    except OSError:
        return 1
    return 0


if __name__ == "__main__":
    main()
