"""What breaks a schema, in words for people."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from gptctl.config.breach import Breach
from gptctl.config.issue import Issue
from gptctl.config.reading.shown import kind_of, short
from gptctl.config.shape import as_list, as_map, as_texts
from gptctl.core.suggest import alike, suggest
from gptctl.core.value import JSON

UNKNOWN_KEY = "Unknown key"
_KINDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
    "null": "nothing",
}
_Explain: TypeAlias = Callable[[Breach], Iterator[Issue]]


def explain(breach: Breach) -> Iterator[Issue]:
    """One issue for each thing to mend."""
    return _RULES.get(breach.rule, _other)(breach)


def _forms(breach: Breach) -> Iterator[Issue]:
    """The form that was meant is the one whose own key is there, or whose type is right."""
    meant = [form for form in breach.forms if not any(_is_not_meant(one, breach) for one in form)]
    if len(meant) == 1:
        for one in meant[0]:
            yield from explain(one)
    else:
        titles = [str(title) for form in as_list(breach.wanted) if (title := as_map(form).get("title"))]
        yield from _misspelt_form(breach, titles) or _no_form(breach, titles)


def _misspelt_form(breach: Breach, titles: list[str]) -> list[Issue]:
    """The keys that were meant to say which form it is, when none does."""
    value = as_map(breach.value)
    if any(title in value for title in titles):
        return []
    return [
        Issue(path=(*breach.path, key), summary=UNKNOWN_KEY, detail=_no_key(key, titles))
        for key in value
        if alike(key, titles)
    ]


def _no_form(breach: Breach, titles: list[str]) -> list[Issue]:
    keys = ", ".join(f"`{title}`" for title in titles)
    detail = f"exactly one of these keys says what it is: {keys}." if keys else "see the schema."
    return [_issue(breach, "No known form", detail)]


def _is_not_meant(one: Breach, breach: Breach) -> bool:
    if one.rule == "required":
        return one.schema.get("title") not in as_map(one.value)
    return one.rule == "type" and one.path == breach.path


def _unknown_keys(breach: Breach) -> Iterator[Issue]:
    known = as_map(breach.schema.get("properties"))
    for key in as_map(breach.value):
        if key not in known:
            yield Issue(path=(*breach.path, key), summary=UNKNOWN_KEY, detail=_no_key(key, known))


def _missing_keys(breach: Breach) -> Iterator[Issue]:
    properties = as_map(breach.schema.get("properties"))
    unknown = [key for key in as_map(breach.value) if key not in properties and _is_strict(breach)]
    for key in as_texts(breach.wanted):
        if key not in as_map(breach.value) and not alike(key, unknown):  # else it is misspelt, which is said already
            meaning = as_map(properties.get(key)).get("description", "")
            yield _issue(breach, "A key is missing", f"Write `{key}:`. {meaning}".strip())


def _is_strict(breach: Breach) -> bool:
    """Whether an unknown key is a finding of its own. A branch of a condition knows no keys: it goes by its whole."""
    return breach.schema.get("additionalProperties") is False or "properties" not in breach.schema


def _wrong_type(breach: Breach) -> Iterator[Issue]:
    names = as_texts(breach.wanted) or [str(breach.wanted)]
    kinds = " or ".join(_KINDS.get(name, name) for name in names)
    yield _issue(breach, "Wrong type", f"{breach.subject} must be {kinds}, not {kind_of(breach.value)}.")


def _unknown_value(breach: Breach) -> Iterator[Issue]:
    value, allowed = str(breach.value), as_texts(breach.wanted)
    if breach.in_key:
        yield _issue(breach, UNKNOWN_KEY, _no_key(value, allowed))
    else:
        detail = f"`{short(value)}` is not allowed for {breach.subject}. {suggest(value, allowed)}"
        yield _issue(breach, "Unknown value", detail)


def _constant(breach: Breach) -> Iterator[Issue]:
    yield _issue(breach, "Unknown value", f"{breach.subject} must be `{breach.wanted}`.")


def _badly_formed(breach: Breach) -> Iterator[Issue]:
    wanted = breach.schema.get("patternErrorMessage", f"text that matches {breach.wanted}")
    yield _issue(breach, "Badly formed", f"`{short(str(breach.value))}` for {breach.subject}; write {wanted}.")


def _bound(words: str) -> _Explain:
    def explain_bound(breach: Breach) -> Iterator[Issue]:
        yield _issue(breach, "Out of bounds", f"{breach.subject} must {words.format(breach.wanted)}.")

    return explain_bound


def _other(breach: Breach) -> Iterator[Issue]:
    yield _issue(breach, "Not allowed", f"{breach.subject} breaks the rule `{breach.rule}` of its schema.")


def _issue(breach: Breach, summary: str, detail: str) -> Issue:
    return Issue(path=breach.path, summary=summary, detail=f"{detail[:1].upper()}{detail[1:]}")


def _no_key(key: str, known: Mapping[str, JSON] | list[str]) -> str:
    return f"`{short(key)}` is no key here. {suggest(key, known)}"


_RULES: Mapping[str, _Explain] = {
    "oneOf": _forms,
    "anyOf": _forms,
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "enum": _unknown_value,
    "const": _constant,
    "pattern": _badly_formed,
    "minimum": _bound("be at least {}"),
    "maximum": _bound("be at most {}"),
    "minLength": _bound("not be empty"),
    "maxLength": _bound("have at most {} characters"),
    "minItems": _bound("not be empty"),
    "maxItems": _bound("have at most {} entries"),
    "minProperties": _bound("not be empty"),
    "maxProperties": _bound("have at most {} entries"),
}
