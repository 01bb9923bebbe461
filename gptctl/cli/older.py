"""An older dataset to promote from: which one is meant, and whether the assistant is yet what its rows say.

Needs the libraries of the extra `promote`; only `gptctl promote` imports it.
"""

from gptctl.cli.datasets import which
from gptctl.cli.shell import Shell
from gptctl.errors import Usage
from gptctl.promote.dataset.named import Named
from gptctl.promote.dataset.rows import under
from gptctl.promote.dataset.taken import described
from gptctl.promote.setting import Setting
from gptctl.views.line import Style, line

_OTHERS = (
    "The rows of dataset {} run under other instructions or tools than are declared now: that is what is learnt and "
    "compared."
)


def older(shell: Shell, word: str, assistant: str, present: Setting) -> Named:
    """Tells where the rows run under something else. Raises Usage where there is none, or where it is another's."""
    meant = which(shell, word)
    manifest = described(meant)
    if manifest.assistant != assistant:
        raise Usage(f"the dataset {meant.digest[:12]} is of {manifest.assistant}")
    if under(present).digest not in manifest.prompts:
        shell.screen.note([line(_OTHERS.format(meant.digest[:12]), Style.WARNING)])
    return meant
