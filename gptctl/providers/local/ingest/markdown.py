"""Markdown with what site generators put around it: front matter, template tags, HTML."""

import re
from html import unescape
from itertools import takewhile

from gptctl.providers.local.ingest.document import Document, Section, decode
from gptctl.providers.local.ingest.outline import Outline

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t](.*)$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_FIELD = re.compile(r"^(\w+):[ \t]*(.*)$")
# Each pair is dropped with what stands between.
_UNSEEN = (
    (re.compile(r"\{%-?\s*comment\b"), re.compile(r"endcomment\s*-?%\}")),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script\s*>", re.IGNORECASE)),
    (re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style\s*>", re.IGNORECASE)),
)
# Every repetition is bounded or stops at its own end sign: none of these can be made slow by a hostile file.
_CLEANINGS = (
    (re.compile(r'\{%-?\s*slack_channel\s+"([^"%\n]{1,100})"[^%]{0,100}%\}'), r"#\1"),
    (re.compile(r"\]\([ ]?\{%[^%]{0,500}%\}[^)\s]{0,500}[ ]?\)"), "]()"),
    (re.compile(r"\{%[^%]{0,500}%\}|\{\{[^}]{0,500}\}\}|\{[:#][^}\n]{0,500}\}"), ""),
    (re.compile(r'!?\[((?:[^\]\[]|\[[^\]\[]*\])*)\]\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+"[^"\n]*")?\)'), r"\1"),
    (re.compile(r"!?\[([^\]\[]*)\]\[[^\]\[]*\]"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]{0,2000}>"), ""),
    (re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.,!?])[*_](?!\w)|`"), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def read(data: bytes) -> Document:
    fields, body = _front_matter(decode(data))
    sections = _sections(body)
    title = fields.get("title") or next((s.heading[0] for s in sections if s.heading), "")
    keywords = " ".join(fields.get(name, "") for name in ("keywords", "tags", "description"))
    return Document(title=title, keywords=keywords.strip(), sections=sections)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The plain fields of the block between two `---` lines, lists joined. No YAML is built: it may be hostile."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}, text
    block = list(takewhile(lambda line: line.rstrip() not in {"---", "..."}, lines[1:]))
    if len(block) == len(lines) - 1:
        return {}, text
    fields: dict[str, str] = {}
    name = ""
    for line in block:
        if match := _FIELD.match(line):
            name = match[1].lower()
            fields[name] = match[2].strip().strip("\"'[]")
        elif name and line.lstrip().startswith("- "):
            fields[name] = f"{fields[name]} {line.lstrip()[2:].strip()}".strip()
    return fields, "\n".join(lines[len(block) + 2 :])


def _sections(body: str) -> tuple[Section, ...]:
    outline = Outline()
    lines: list[str] = []
    fence = ""
    for line in body.split("\n"):
        level, name = (0, "") if fence else _heading(line, lines)
        if not level:
            fence = _fence(fence, line)
            lines.append(line)
            continue
        outline.text(clean("\n".join(lines[:-1] if _UNDERLINE.match(line) else lines)))
        outline.heading(level, clean(name))
        lines = []
    outline.text(clean("\n".join(lines)))
    return outline.sections()


def _heading(line: str, before: list[str]) -> tuple[int, str]:
    """Level and text of a heading that this line makes; level 0 when it makes none."""
    if match := _HEADING.match(line):
        return len(match[1]), match[2].strip().rstrip("#").rstrip()
    if (rule := _UNDERLINE.match(line)) and before and _can_be_underlined(before):
        return (1 if rule[1][0] == "=" else 2), before[-1].strip()
    return 0, ""


def _can_be_underlined(before: list[str]) -> bool:
    line = before[-1].strip()
    alone = len(before) == 1 or not before[-2].strip()
    return bool(line) and alone and line[0] not in "|-*>#+<{"


def _fence(open_: str, line: str) -> str:
    """The fence that is open after this line; empty outside code."""
    match = _FENCE.match(line)
    if match is None:
        return open_
    if not open_:
        return match[1]
    return "" if match[1].startswith(open_) else open_


def clean(text: str) -> str:
    """What a person would read: no tags, no link targets, no emphasis marks."""
    for opening, closing in _UNSEEN:
        text = _without(text, opening, closing)
    for pattern, instead in _CLEANINGS:
        text = pattern.sub(instead, text)
    return unescape("\n".join(line for line in text.split("\n") if not _rules_a_table(line))).strip()


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    kept, end = [], 0
    while (start := opening.search(text, end)) and (stop := closing.search(text, start.end())):
        kept.append(text[end : start.start()])
        end = stop.end()
    return "".join((*kept, text[end:]))


def _rules_a_table(line: str) -> bool:
    return "-" in line and "|" in line and set(line) <= set("|:- \t")
