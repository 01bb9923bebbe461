import sys
import time

import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.core.conversation import Role
from gptctl.errors import Usage
from gptctl.logs.conversation import Conversation, Feedback, Level, Rater, Rating
from gptctl.logs.store.query import Query
from gptctl.logs.verdict import score
from gptctl.views.logs.feedback import FeedbackReport

FROM_STDIN = "-"


@command(
    examples=("gptctl feedback add c1f3a9 good", 'gptctl feedback add c1f3a9 bad --message 3 --correction "Ten days."'),
    exits=TAKES_IN,
)
@click.argument("id_", metavar="ID")
@click.argument("verdict", metavar="good|bad|SCORE")
@click.option("--message", type=click.IntRange(min=0), metavar="N", help="Judge this message of `logs show`.")
@click.option("--correction", metavar="TEXT", help="The answer that would have been right; - reads it from stdin.")
@click.option("--comment", default="", metavar="TEXT", help="Why.")
def add_command(shell: Shell, id_: str, verdict: str, message: int | None, correction: str | None, comment: str) -> int:
    """Rate a conversation, or one answer in it.

    SCORE goes from 0 to 1. A correction is the best of all feedback: it can be learnt from as it is. It is for one
    answer; without --message for the last.
    """
    judged = score(verdict)
    if judged is None:
        raise Usage(f"{verdict!r} is neither good nor bad nor a number from 0 to 1")
    better = sys.stdin.read().strip() if correction == FROM_STDIN else correction
    if better is not None and not better.strip():
        raise Usage("the correction is empty", advice="Leave it out to rate the answer alone.")
    conversations = open_conversations(shell)
    take_in(conversations)
    [found] = conversations.store.conversations(Query(id=conversations.find(id_).id))
    at = _judged(found, message, corrects=better is not None)
    rating = Rating(
        name="feedback",
        score=judged,
        level=Level.CONVERSATION if at is None else Level.MESSAGE,
        by=Rater.PERSON,
        at=-1 if at is None else at,
        comment=comment,
        correction=better,
        time=time.time(),
    )
    with conversations.store.intake() as intake:
        intake.rate(Feedback(rating=rating, conversation=found.id))
        counts = intake.commit({})
    shell.screen.show(FeedbackReport(read=1, new=counts.ratings))
    return Exit.DONE


def _judged(found: Conversation, message: int | None, *, corrects: bool) -> int | None:
    """The index of the message that is judged, None for the conversation as a whole. Raises Usage."""
    answers = [at for at, one in enumerate(found.messages) if one.role is Role.ASSISTANT]
    if message is None:
        return answers[-1] if corrects and answers else None
    if message not in answers:
        raise Usage(
            f"message {message} is no answer of the assistant",
            advice=f"Its answers are {', '.join(map(str, answers)) or 'none'}.",
        )
    return message
