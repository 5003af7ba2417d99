"""Stand-ins for outputs whose format is not public."""

MARK = b"# move_ugc_async sandbox placeholder"
"""How every placeholder starts. No pickle can: `#` is not an opcode, so that loading one fails."""


def write_placeholder(output: str, actor: int | None = None) -> bytes:
    """Write text that says which output it stands for, and that it holds no real data.

    Args:
        output: The output's name, such as `MAIN_FBX`.
        actor: The actor's index, for outputs that have one file for each.
    """
    whose = "" if actor is None else f", actor {actor}"
    rest = f": {output}{whose}\nNot a real file of this format: the API delivers that.\n"
    return MARK + rest.encode()
