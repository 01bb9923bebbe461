"""What is wrong with a file or a row of it."""


class Broken(Exception):
    """`reason` is a sentence for people. It never leaves this package: it becomes a Rejected."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
