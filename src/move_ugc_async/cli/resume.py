"""The command line that resumes an interrupted command, quoted for a shell."""

import os
import re
import shlex
from collections.abc import Iterable

from move_ugc_async.cli.options import Options
from move_ugc_async.cli.text import escape

_PASSWORDS = ((re.compile(r"(://[^/@:]*:)[^/]*@"), r"\1***@"), (re.compile(r"([?&](?:ssl)?password=)[^&]*"), r"\1***"))
"""Matches passwords in the URL of a database: of its user, and parameters; each with its replacement."""


def resume_hint(options: Options) -> str:
    """Return a hint with the command line that resumes this one."""
    # --fresh would start over.
    return f"resume with: {shell_command(argument for argument in options.arguments if argument != '--fresh')}"


def shell_command(arguments: Iterable[str]) -> str:
    """Return a command line of this program, quoted for a shell. Passwords in URLs are hidden."""
    return " ".join(_quote(_hide_passwords(argument)) for argument in ("move-ugc", *arguments))


def _hide_passwords(argument: str) -> str:
    for pattern, replacement in _PASSWORDS:
        argument = pattern.sub(replacement, argument)
    return argument


def _quote(argument: str) -> str:
    if escape(argument) == argument:
        return shlex.quote(argument)
    # $'…' as bash, zsh and POSIX read it: bytes as three octal digits each.
    characters = (
        character
        if character.isalnum() or character in "-_./ "
        else "".join(f"\\{byte:03o}" for byte in os.fsencode(character))
        for character in argument
    )
    return f"$'{''.join(characters)}'"
