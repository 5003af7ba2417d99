"""Help texts that show arguments by their names, without Python types such as `list[Path]`."""

from typing import Any

from typer.core import TyperArgument, TyperCommand


class _Argument(TyperArgument):
    def display_type_rich(self, ctx: Any) -> str | None:  # noqa: ARG002 - as typer calls it
        return None

    def get_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as typer calls it
        name = f"{self.metavar or self.name.upper()}{'' if self.nargs == 1 else '...'}"
        return [name if self.required else f"[{name}]"]


class Command(TyperCommand):
    """A command whose help shows no Python types."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument):
                # typer has no setting for the class of an argument.
                parameter.__class__ = _Argument
