"""Ratings that stand apart from what they speak of: how they are kept, and how they find it again."""

from dataclasses import fields

from gptctl.core.conversation import Role
from gptctl.core.value import fingerprint
from gptctl.logs import jsontext
from gptctl.logs.conversation import Feedback, Rating
from gptctl.logs.store.staging import Value

RATING = tuple(field.name for field in fields(Rating))


def encode(given: Feedback) -> dict[str, Value]:
    """A row of the table FEEDBACK. The same judgement given twice at one time is one row."""
    rating = given.rating
    row: dict[str, Value] = {
        "conversation": given.conversation,
        "message": given.message,
        "session": given.session,
        **{name: getattr(rating, name) for name in RATING},
        "level": rating.level.value,
        "by": rating.by.value,
    }
    row = {name: jsontext.whole(value) if isinstance(value, str) else value for name, value in row.items()}
    return {"id": fingerprint(row), **row}


def join(feedback: str, conversations: str) -> str:
    """SQL for a table of `id` of a conversation and `given`, its ratings as JSON objects with commas between."""
    fields = ", ".join(f'"{name}" := {_value(name)}' for name in RATING)
    return f"""
    with met as ({met(feedback, conversations)})
    select met.id, string_agg(to_json(struct_pack({fields})), ',' order by g.time, g.id) as given
    from met join {feedback} g on g.id = met.rating group by met.id
    """


def met(feedback: str, conversations: str) -> str:
    """SQL for a table of `id` of a conversation, `rating`, the id of one that finds it, and the `place` it speaks of.

    A rating of a message finds the conversation that has it, and its index there; one of a conversation finds it by
    our id, or by the source's own where one conversation alone is called so; one of an episode finds every
    conversation of the session.
    """
    return f"""
    with given as (select * from {feedback}),
    called as (
      select c.id, g.id as rating from given g join {conversations} c on c.id = g.conversation
      union
      select min(c.id), g.id from given g join {conversations} c on c.native = g.conversation
        where g.conversation <> '' group by g.id, c.shape having count(*) = 1
    )
      select called.id, g.id as rating, g."at" as place
        from given g join called on called.rating = g.id where g.message = ''
      union
      select m.id, g.id, m.place
        from given g join (
          select id, unnest(from_json(message_ids, '["VARCHAR"]')) as message,
            generate_subscripts(from_json(message_ids, '["VARCHAR"]'), 1) - 1 as place
          from {conversations} where exists (select 1 from given where message <> '')
        ) m on m.message = g.message left join called on called.rating = g.id and called.id = m.id
        where g.message <> '' and (g.conversation = '' or called.id is not null)
      union
      select c.id, g.id, -1
        from given g join {conversations} c on c.session = g.session
        where g.session <> '' and g.message = '' and g.conversation = ''
    """


def astray(feedback: str, conversations: str) -> str:
    """SQL for the ids of ratings of a message by its index that find a conversation with no answer there."""
    return f"""
        select m.rating from ({met(f'(select * from {feedback} where "at" >= 0)', conversations)}) m
        join {conversations} c on c.id = m.id
        where json_extract_string(c.messages, '$[' || m.place || '].role') is distinct from '{Role.ASSISTANT.value}'
    """


def _value(name: str) -> str:
    return "met.place" if name == "at" else f'g."{name}"'
