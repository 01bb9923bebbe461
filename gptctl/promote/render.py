"""Rows as examples and pairs, under the current instructions and tools."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gptctl.promote.chat import Chat
from gptctl.promote.choice.consistency import Preferred
from gptctl.promote.choice.settle import Chosen
from gptctl.promote.example import Example, Pair
from gptctl.promote.setting import Setting
from gptctl.promote.shards.body import Body
from gptctl.promote.tokens.pieces import counted, overhead


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    setting: Setting
    vocabulary: str

    def examples(self, rows: Sequence[Chosen]) -> Iterator[Example]:
        """In the order given."""
        if not rows:
            return
        ended = [replace(one.body.row, messages=one.messages) for one in rows]
        beside = overhead(self.setting.instructions, self.setting.tools, self.vocabulary)
        counts = counted(ended, self.vocabulary).tokens.tolist()
        for one, tokens in zip(rows, counts, strict=True):
            system = self._system()
            yield Example(
                id=one.id,
                part=one.part,
                messages=(*system, *one.messages),
                targets=tuple(at + len(system) for at in one.targets),
                tools=self.setting.tools,
                cluster=one.cluster,
                tokens=tokens + beside,
                score=one.body.row.score,
                time=one.body.row.time,
                lineage=one.body.row.lineage,
            )

    def pairs(
        self, rows: Sequence[Chosen], preferred: Sequence[Preferred], rejected: Mapping[int, Body]
    ) -> Iterator[Pair]:
        """Of rows that were chosen and at answers that are still targets: their contexts are known to be apart."""
        worse: dict[int, list[Preferred]] = {}
        for one in preferred:
            worse.setdefault(one.chosen, []).append(one)
        for row in rows:
            for index, other in enumerate(row.body.others):
                if other.at in row.targets:
                    own = [row.messages[other.at]]
                    better, lesser = (other.messages, own) if other.wins else (own, other.messages)
                    yield self._pair(row, f"{index}", other.at, (better, lesser), other.basis)
            last = len(row.body.row.messages) - 1
            for pair in worse.get(row.number, ()) if last in row.targets else ():
                answer = rejected[pair.rejected].row.messages[-1:]
                yield self._pair(row, rejected[pair.rejected].row.id, last, (row.messages[last:], answer), pair.basis)

    def _pair(
        self, row: Chosen, name: str, at: int, answers: tuple[Sequence[Chat], Sequence[Chat]], basis: str
    ) -> Pair:
        return Pair(
            id=f"{row.id}/{name}",
            part=row.part,
            messages=(*self._system(), *row.messages[:at]),
            tools=self.setting.tools,
            chosen=answers[0],
            rejected=answers[1],
            basis=basis,
            cluster=row.cluster,
            lineage=row.body.row.lineage,
        )

    def _system(self) -> tuple[Chat, ...]:
        said = self.setting.instructions
        return ({"role": "system", "content": said},) if said else ()
