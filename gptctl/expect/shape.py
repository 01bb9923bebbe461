"""An answer's JSON against the schema of the assistant's output. The schema's patterns are RE2's too.

Imports a library that takes long to load; so do the modules that import this one.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import UnknownType
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.exceptions import Unresolvable

from gptctl.core.value import JSON, Attrs
from gptctl.expect.excerpt import start
from gptctl.expect.pattern import found

_MOST = 5
_NO_SCHEMA = (AttributeError, KeyError, TypeError, UnknownType, ValueError, ZeroDivisionError)
"""What the library raises where a reference leads to a part that is no schema, which nobody looks at before."""


def breaches(schema: Attrs, value: JSON) -> Iterator[tuple[str, str]]:
    """Where, such as `items.0.price`, and what is wrong there; the first five. Not for a schema that is `unfit`."""
    try:
        for error in islice(_LINEAR(dict(schema), registry=_NOTHING_ELSE).iter_errors(value), _MOST):
            yield ".".join(map(str, error.absolute_path)), start(error.message)
    except (RecursionError, Unresolvable, *_NO_SCHEMA):
        yield "", "Its schema leads nowhere"
    except OverflowError:
        yield "", "A number in it is too large"


def _pattern(_validator: Validator, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(value, str) and not found(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_NOTHING_ELSE: Registry[bool | Mapping[str, object]] = Registry()
"""Without one of its own, the library fetches what a reference names, from anywhere."""

_extend: Callable[..., type[Draft202012Validator]] = extend
_LINEAR = _extend(Draft202012Validator, {"pattern": _pattern})
