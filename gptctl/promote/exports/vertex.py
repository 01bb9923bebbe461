"""Vertex: Gemini's contents for supervised tuning, and pairs of completions for preferences."""

from functools import partial

from gptctl.promote.example import Example, Pair
from gptctl.promote.exports.base import Export, Format, LeftOut, Rows
from gptctl.promote.exports.gemini_turns import contents, system, tools
from gptctl.promote.exports.turns import NO_WEIGHTS, SILENT, TOOLS, is_whole
from gptctl.promote.rules import chat as says
from gptctl.promote.rules import files, gemini
from gptctl.promote.rules.base import FileRule, Rule, Severity

SOURCE = "Vertex AI, supervised and preference tuning of Gemini, 2026"
LONGEST = 131_072
_rule = partial(Rule, source=SOURCE)
_file = partial(FileRule, source=SOURCE)


def rows(example: Example) -> Rows:
    if not is_whole(example):
        yield NO_WEIGHTS
        return
    said = contents(example.messages)
    whole = all(turn["parts"] for turn in said)
    yield {**system(example.messages), "contents": said, **tools(example.tools)} if whole else SILENT


def preferences(pair: Pair) -> Rows:
    """Text alone: a preference that uses tools is left out, as is one whose input does not end with the user."""
    if pair.tools or any("tool_calls" in message for message in (*pair.messages, *pair.chosen, *pair.rejected)):
        yield TOOLS
        return
    if pair.messages[-1]["role"] != "user" or len(pair.chosen) != 1 or len(pair.rejected) != 1:
        yield LeftOut(reason="not-one-answer-to-the-user")
        return
    said, (better,), (worse,) = (contents(messages) for messages in (pair.messages, pair.chosen, pair.rejected))
    if not all(turn["parts"] for turn in (*said, better, worse)):
        yield SILENT
        return
    yield {
        **system(pair.messages),
        "contents": said,
        "completions": [{"score": 1, "completion": better}, {"score": 0, "completion": worse}],
    }


_TURNS = (
    _rule(id="VERTEX-TURN-001", says="Contents are turns of user or model, with parts.", check=gemini.turns),
    _rule(id="VERTEX-PART-001", says="A part is one of text, file, call or response.", check=gemini.parts),
    _rule(id="VERTEX-PART-002", says="Arguments and responses of functions are objects.", check=gemini.objects),
)
_EXAMPLES = (
    _rule(
        id="VERTEX-ROW-001",
        says="A row has a system instruction, contents and tools, and nothing else.",
        check=says.row_keys(frozenset({"systemInstruction", "contents", "tools", "toolConfig", "generationConfig"})),
    ),
    *_TURNS,
    _rule(id="VERTEX-END-001", says="The last turn is the model's.", check=gemini.ends_with_model),
)
_PAIRS = (
    _rule(
        id="VERTEX-PAIR-001",
        says="A row has a system instruction, contents and completions, and nothing else.",
        check=says.row_keys(frozenset({"systemInstruction", "contents", "completions"})),
    ),
    *_TURNS,
    _rule(id="VERTEX-PAIR-002", says="The input ends with the user's turn.", check=gemini.ends_with_user),
    _rule(id="VERTEX-PAIR-003", says="One completion has the score 1, one the score 0.", check=gemini.two_scores),
)
_SHARED = (
    _file(id="VERTEX-FILE-001", says="A file has at most 1 GB.", check=files.no_larger(files.GB)),
    _file(id="VERTEX-FILE-002", says="An example has at most 131,072 tokens.", check=files.no_longer(LONGEST)),
    _file(
        id="VERTEX-FILE-003",
        says="A hundred examples are advised to begin with.",
        check=files.at_least(100),
        severity=Severity.WARNING,
    ),
    _file(id="VERTEX-FILE-004", says="At most 5,000 examples to validate with.", check=files.validation_at_most(5_000)),
)
VERTEX = Export(
    name="vertex",
    title="Vertex supervised and preference tuning of Gemini",
    turns="there are no weights: such an example is left out",
    example=rows,
    examples=Format(
        rules=_EXAMPLES,
        file_rules=(
            *_SHARED,
            _file(id="VERTEX-FILE-005", says="One million examples at most.", check=files.at_most(1_000_000)),
        ),
    ),
    pair=preferences,
    pairs=Format(
        rules=_PAIRS,
        file_rules=(
            *_SHARED,
            _file(id="VERTEX-FILE-006", says="Ten million preferences at most.", check=files.at_most(10_000_000)),
        ),
    ),
    longest=LONGEST,
)
