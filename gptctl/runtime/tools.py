"""Run the tools an assistant asks for, as commands the user named."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.conversation import ToolCall

OUTPUT_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTools:
    """`commands` leads from a tool's name to a command with its arguments; no shell is involved.

    A tool without a command is not run. Each run gets the call's JSON arguments on standard input and has `seconds`.
    """

    commands: Mapping[str, Sequence[str]]
    seconds: float = 60.0

    def has(self, call: ToolCall) -> bool:
        return call.name in self.commands

    def run(self, call: ToolCall) -> str:
        """What the command printed, or a JSON object with `error`: the assistant must be told of a failure too."""
        try:
            done = subprocess.run(  # noqa: S603 -- the user named this command on the command line
                list(self.commands[call.name]),
                input=call.arguments.encode("utf-8", "surrogatepass"),
                capture_output=True,
                timeout=self.seconds,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return json.dumps({"error": f"{call.name} could not be run: {type(error).__name__}"})
        output = done.stdout[:OUTPUT_LIMIT].decode("utf-8", "replace")
        if done.returncode:
            return json.dumps({"error": f"{call.name} ended with status {done.returncode}", "output": output})
        return output
