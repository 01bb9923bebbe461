"""Which conversations are about the same. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from gptctl.promote.choice.claims import conflict, facts, opposed
from gptctl.promote.choice.consistency import DAY
from gptctl.promote.choice.topics import topics
from gptctl.promote.readiness.evidence import Alike
from gptctl.promote.readiness.gathering.talk import Talk

NEARLY = 0.8
"""The share of the words of two questions that is common to both, from which on they ask the same."""

_TRIAL = re.compile(r"(.+?)[-_./:# ]*(?:trial|attempt|run|sample|repeat|rollout|try)[-_./:# ]*\d+", re.IGNORECASE)
_WORD = re.compile(r"\w+")

Groups = Sequence[Sequence[Talk]]


def alike(talks: Sequence[Talk], usable: frozenset[str]) -> Alike:
    """`usable` are the ids of the examples. What users say tells tasks apart but roughly (docs/how-to/readiness.md)."""
    same = _same_questions(talks)
    trials = _trials(talks)
    tasks = trials or _grouped(talks, _about([one.said for one in talks]))
    marks = [{one.good for one in group if one.good is not None} for group in trials or same if _rated(group) > 1]
    changing, contradicting = _differing(same, usable)
    return Alike(
        by_ids=bool(trials),
        tasks=len(tasks),
        usable_tasks=sum(any(one.id in usable for one in group) for group in tasks),
        repeated=len(marks),
        always=sum(found == {True} for found in marks),
        never=sum(found == {False} for found in marks),
        changing=len(changing),
        contradicting=len(contradicting - changing),
    )


def _rated(group: Iterable[Talk]) -> int:
    return sum(one.good is not None for one in group)


def _trials(talks: Sequence[Talk]) -> Groups:
    """By ids such as `task007-trial2`; nothing unless most ids are so, and some task was tried again."""
    found = [_TRIAL.fullmatch(one.native) for one in talks]
    if sum(map(bool, found)) * 2 <= len(talks):
        return ()
    groups = _grouped(talks, [match[1] if match else one.native for one, match in zip(talks, found, strict=True)])
    return groups if len(groups) < len(talks) else ()


def _grouped(talks: Sequence[Talk], labels: Sequence[object]) -> Groups:
    groups: dict[object, list[Talk]] = defaultdict(list)
    for one, label in zip(talks, labels, strict=True):
        groups[label].append(one)
    return list(groups.values())


def _about(texts: Sequence[str]) -> Sequence[int]:
    """The topic of each. The same words are one text: what everybody says would weigh nothing."""
    words = [" ".join(_WORD.findall(text.casefold())) for text in texts]
    different = list(dict.fromkeys(words))
    found = dict(zip(different, topics(different), strict=True))
    return [found[text] for text in words]


def _same_questions(talks: Sequence[Talk]) -> Groups:
    """Those that ask nearly the same, with the same numbers in it."""
    by_topic = _grouped(talks, _about([one.asked for one in talks]))
    return [group for topic in by_topic for group in _nearly(topic)]


def _nearly(topic: Sequence[Talk]) -> Iterator[Sequence[Talk]]:
    """Each with the first that it is nearly equal to."""
    groups: list[tuple[frozenset[str], frozenset[str], list[Talk]]] = []
    for one in topic:
        words, numbers = frozenset(_WORD.findall(one.asked.casefold())), facts(one.asked)
        for known, named, group in groups:
            if numbers == named and words and len(words & known) >= NEARLY * len(words | known):
                group.append(one)
                break
        else:
            groups.append((words, numbers, [one]))
    return (group for _, _, group in groups)


def _differing(groups: Groups, usable: frozenset[str]) -> tuple[set[str], set[str]]:
    """Examples with other facts than another answer to the same question: at another time, and at the same."""
    changing, contradicting = set[str](), set[str]()
    for group in groups:
        examples = sorted((one for one in group if one.id in usable), key=lambda one: (one.time, one.id))
        for other in examples[1:]:
            first = examples[0]
            if _changed(first, other):
                changing |= {first.id, other.id}
            elif _contradict(first, other):
                contradicting |= {first.id, other.id}
    return changing, contradicting


def _changed(first: Talk, later: Talk) -> bool:
    return bool(first.time) and later.time - first.time >= DAY and conflict(first.answer, later.answer)


def _contradict(one: Talk, other: Talk) -> bool:
    """What was looked up for one user says nothing about another."""
    if one.resting or other.resting:
        return False
    return conflict(one.answer, other.answer) or opposed(one.answer, other.answer)
