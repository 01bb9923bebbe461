"""Who runs this."""

import getpass
import os


def who() -> str:
    """The user's name; the number where the system has no name for it, as in many containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"
