"""Conversations that are kept as a tree: asking again, or asking otherwise, makes a branch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gptctl.core.conversation import Role
from gptctl.logs.conversation import Alternative, Rating, Sign, Signal
from gptctl.logs.sources.telling import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """`parents` leads from each node to the one above it, "" at the top. What it leads to need not be there."""

    parents: Mapping[str, str]
    _children: Mapping[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        below: dict[str, list[str]] = {}
        for node, parent in self.parents.items():
            below.setdefault(parent, []).append(node)
        object.__setattr__(self, "_children", below)

    def path(self, node: str) -> Sequence[str]:
        """From the top down to this node; a circle is walked once. Empty when there is no such node."""
        found: dict[str, None] = {}
        while node in self.parents and node not in found:
            found[node] = None
            node = self.parents[node]
        return [*reversed(found)]

    def line(self, node: str) -> Sequence[str]:
        """From this node down, along what came last each time."""
        found: dict[str, None] = {}
        while node and node not in found:
            found[node] = None
            node = self._children.get(node, [""])[-1]
        return [*found]

    def last(self) -> str:
        """Where the line ends that begins at the last of all tops; "" when every node is in a circle."""
        tops = [node for node, parent in self.parents.items() if parent not in self.parents]
        return self.line(tops[-1])[-1] if tops else ""

    def chosen(self, current: str) -> Sequence[str]:
        """The path to the current node; where there is none, to the last of all."""
        return self.path(current) or self.path(self.last())

    def siblings(self, node: str) -> Sequence[str]:
        return [other for other in self._children.get(self.parents[node], []) if other != node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What was said instead of the message at the index `at`, from the node `sibling` on."""

    at: int
    telling: Telling
    sibling: str
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """A tree as the conversation that its user ended with, and the branches they left."""

    telling: Telling
    path: Sequence[str]
    branches: Sequence[Branch]
    places: Mapping[str, int]

    def index(self, node: str) -> int:
        """Of the message with this id, -1 when the conversation has none."""
        return self.places.get(node, -1)

    def held(self) -> frozenset[str]:
        """The ids of all messages in it and in its branches."""
        tellings = (self.telling, *(one.telling for one in self.branches))
        return frozenset(id_ for telling in tellings for id_ in telling.ids)

    def alternatives(self, rated: Mapping[str, Sequence[Rating]]) -> tuple[Alternative, ...]:
        """`rated` are the ratings of a node; each is put at the index that its message has in the alternative."""
        return tuple(
            Alternative(at=one.at, messages=one.telling.messages, ratings=tuple(_placed(one, rated)))
            for one in self.branches
        )


def grow(tree: Tree, current: str, tell: Callable[[Telling, str], None], asks: Callable[[str], bool]) -> Grown:
    """`tell` tells what is in a node, with the node as id; `asks` is whether it is a question.

    Another answer stands for what follows it up to the next question, another question for itself and its answer. What
    came after in such a branch was said in another context, and is not kept.
    """
    path = tree.chosen(current)
    main = Telling()
    for node in path:
        tell(main, node)
    places = {node: at for at, node in enumerate(main.ids) if node}
    branches = [
        branch
        for node, at in zip(path, _places(path, places), strict=True)
        for sibling in (tree.siblings(node) if at >= 0 else ())
        if (branch := _branch(at, _answered(tree.line(sibling), asks), tell)).telling.messages
    ]
    return Grown(telling=main, path=path, branches=branches, places=places)


def signals(branches: Sequence[Branch]) -> tuple[Signal, ...]:
    """One for each place and sign."""
    return tuple(dict.fromkeys(Signal(sign=one.sign, at=one.at) for one in branches))


def _places(path: Sequence[str], places: Mapping[str, int]) -> Sequence[int]:
    """For each node the index of the first message in it or below it on the path, -1 where there is none."""
    found, at = list[int](), -1
    for node in reversed(path):
        at = places.get(node, at)
        found.append(at)
    return found[::-1]


def _answered(line: Sequence[str], asks: Callable[[str], bool]) -> Sequence[str]:
    end = next((index for index, node in enumerate(line) if index and asks(node)), len(line))
    return line[:end]


def _branch(at: int, nodes: Sequence[str], tell: Callable[[Telling, str], None]) -> Branch:
    telling = Telling()
    for node in nodes:
        tell(telling, node)
    messages = telling.messages
    sign = Sign.EDITED if messages and messages[0].role is Role.USER else Sign.REGENERATED
    return Branch(at=at, telling=telling, sibling=nodes[0], sign=sign)


def _placed(branch: Branch, rated: Mapping[str, Sequence[Rating]]) -> Iterator[Rating]:
    for at, node in enumerate(branch.telling.ids):
        yield from (replace(rating, at=at) for rating in rated.get(node, ()))
