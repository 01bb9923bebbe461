"""A row of a project's own table of prices."""


def price(target: str, model: str = "*", **dollars: float) -> str:
    """`dollars` by their keys, of which `train` has to be there."""
    numbers = "".join(f"{name} = {value}\n" for name, value in dollars.items())
    return (
        f'[[price]]\ntarget = "{target}"\nmodel = "{model}"\n{numbers}'
        'as_of = 2026-11-21\nvalid_until = 2026-12-31\nsource = "a test"\n'
    )
