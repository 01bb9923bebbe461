"""The record, the journal and the lock as files under `.gptctl/ENVIRONMENT/`; rollouts in the user's own folder."""

from gptctl.backends.local.backend import LocalBackend
from gptctl.backends.local.rollouts import FileRollouts

__all__ = ["FileRollouts", "LocalBackend"]
