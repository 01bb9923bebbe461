"""The record, the journal and the lock as files under `.gptctl/ENVIRONMENT/`."""

from gptctl.backends.local.backend import LocalBackend

__all__ = ["LocalBackend"]
