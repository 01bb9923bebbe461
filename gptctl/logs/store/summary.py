"""Lists and numbers of the conversations in the store."""

from collections.abc import Sequence

from gptctl.logs.overview import Glance, Stats
from gptctl.logs.store.query import GOOD, Query, where
from gptctl.logs.store.reading import Snapshot
from gptctl.logs.store.sql import quoted

FIRST = 200
"""So many characters of a conversation are shown in a list."""
RATING = '\'[{"score":"DOUBLE","level":"VARCHAR","at":"BIGINT","correction":"VARCHAR"}]\''
MONTH = """case when ended between 1 and 253402300799
  then strftime(make_timestamp((ended * 1000000)::bigint), '%Y-%m') else '' end"""


def glances(snapshot: Snapshot, query: Query, most: int) -> Sequence[Glance]:
    """The newest first, and before them those whose whole id is asked for."""
    whole = f"{quoted(query.id)} in (id, native) desc, " if query.id else ""
    rows = snapshot.rows(f"""
        select id, assistant, shape, native, model, ended, turns, score,
          left(coalesce(json_extract_string(messages, '$[0].content'), ''), {FIRST})
        from {snapshot.conversations} where {where(query)} order by {whole}ended desc, id limit {most}
    """)
    return [
        Glance(
            id=id_,
            assistant=assistant,
            shape=shape,
            native=native,
            model=model,
            ended=ended,
            turns=turns,
            score=score,
            first=first,
        )
        for id_, assistant, shape, native, model, ended, turns, score, first in rows
    ]


def stats(snapshot: Snapshot, query: Query) -> Stats:
    snapshot.rows(f"create temp table picked as select * from {snapshot.conversations} where {where(query)}")
    [(count, good, bad, unrated, tools, least, middle, most)] = snapshot.rows(f"""
        select count(*), count(*) filter (score >= {GOOD}), count(*) filter (score < {GOOD}),
          count(*) filter (ratings = '[]'), count(*) filter (contains(messages, ',"tool_calls":[')),
          coalesce(min(turns), 0), coalesce(quantile_disc(turns, 0.5), 0), coalesce(max(turns), 0) from picked
    """)
    [(contradictory, corrected)] = snapshot.rows(f"""
        select count(distinct id) filter (best >= {GOOD} and worst < {GOOD}),
          count(distinct id) filter (corrections > 0)
        from (select id, max(one.score) as best, min(one.score) as worst, count(one.correction) as corrections
              from (select id, unnest(from_json(ratings, {RATING})) as one from picked)
              group by id, one.level, one."at")
    """)
    return Stats(
        conversations=count,
        assistants=_by(snapshot, "assistant"),
        months=_by(snapshot, MONTH),
        shapes=_by(snapshot, "shape"),
        models=_by(snapshot, "model"),
        instructions=_by(snapshot, "case when instructions = '' then applied else instructions end"),
        signals=_by(snapshot, """unnest(list_distinct(from_json(signals, '[{"sign":"VARCHAR"}]'))).sign"""),
        good=good,
        bad=bad,
        unrated=unrated,
        contradictory=contradictory,
        corrected=corrected,
        with_tools=tools,
        turns=(least, middle, most),
    )


def _by(snapshot: Snapshot, expression: str) -> dict[str, int]:
    found = snapshot.rows(f"""
        select value, count(*) from (select {expression} as value from picked) group by value order by 2 desc, 1
    """)
    return dict(found)
