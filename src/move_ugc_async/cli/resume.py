"""The command line that resumes an interrupted command, quoted for a shell."""

import os
import shlex

from move_ugc_async.cli.options import Options
from move_ugc_async.cli.text import escape


def resume_hint(options: Options) -> str:
    """Return a hint with the command line that resumes this one."""
    # --fresh would start over.
    command = ["move-ugc", *(argument for argument in options.arguments if argument != "--fresh")]
    return f"resume with: {' '.join(map(_quote, command))}"


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
