"""The command `completion`: what a shell needs to complete commands, options and their values, as click makes it."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from newsfold.app import output

# By these names click makes the shell ask us back: the name of the program and a variable made of it.
_PROGRAM = "newsfold"
_VARIABLE = "_NEWSFOLD_COMPLETE"


@click.command(epilog="Example:  newsfold completion bash > ~/.local/share/bash-completion/completions/newsfold")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="SHELL")
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete newsfold's commands and options; SHELL is bash, zsh or fish."""
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"{shell} is not known")
    output.write(found(context.find_root().command, {}, _PROGRAM, _VARIABLE).source().encode())
