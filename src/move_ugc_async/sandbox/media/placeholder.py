"""Placeholders for outputs whose format is not public."""

PLACEHOLDER_PREFIX = b"# move_ugc_async sandbox placeholder"
"""The start of every placeholder. `#` is not an opcode of pickle, so that unpickling a placeholder fails."""


def write_placeholder(output: str, actor: int | None = None) -> bytes:
    """Write a text that names the output and says that it is a placeholder.

    Args:
        output: The output's name, such as `MAIN_FBX`.
        actor: The actor's index, for outputs with one file per actor.
    """
    suffix = "" if actor is None else f", actor {actor}"
    text = f": {output}{suffix}\nThis is not a real file of this format; only the API creates one.\n"
    return PLACEHOLDER_PREFIX + text.encode()
