"""Options that several commands on rollouts share."""

import click

why = click.option("--why", default="", metavar="TEXT", help="Kept with who did it and when.")

before = click.option(
    "--from",
    "before",
    metavar="MODEL",
    help="The model before; else the one that is held while another is declared, or was declared before in git.",
)

override = click.option("--override", metavar="REASON", help='Go on in spite of "not enough yet"; kept as the reason.')
