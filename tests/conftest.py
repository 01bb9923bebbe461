"""Servers that tests of several packages share."""

from tests.support.servers.openwebui import openwebui

__all__ = ["openwebui"]
