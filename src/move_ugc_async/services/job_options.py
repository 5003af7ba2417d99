"""Options of jobs, which may be newer than this version."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from pydantic import ConfigDict, model_validator
from pydantic.alias_generators import to_camel, to_snake

from move_ugc_async._generated.enums import MocapModelOptionsInput
from move_ugc_async._generated.input_types import OptionsInput
from move_ugc_async._generated.literals import ModelName
from move_ugc_async._suggestions import close_names
from move_ugc_async.errors import MoveWarning


class JobOptions(OptionsInput):
    """Options of the motion capture, in snake_case or camelCase.

    ```python
    options = JobOptions(track_fingers=True, mocap_model="S2")
    ```

    Unknown options are sent as well: `JobOptions(brand_new_switch=1)` sends `brandNewSwitch`. One that resembles a
    known option emits a `MoveWarning`; as a key of a dictionary, it raises an error. Each option can be read by either
    name.

    Attributes:
        floor_plane: Whether to estimate a floor plane.
        mocap_model: The motion capture model, such as `S2`.
        track_ball: Whether to track a ball.
        track_fingers: Whether to track fingers.
        track_jersey_numbers: Whether to read jersey numbers.
    """

    model_config = ConfigDict(extra="allow")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            floor_plane: bool | None = None,
            mocap_model: MocapModelOptionsInput | ModelName | str | None = None,
            track_ball: bool | None = None,
            track_fingers: bool | None = None,
            track_jersey_numbers: bool | None = None,
            **options: Any,
        ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _rename(cls, options: object) -> object:
        if not isinstance(options, Mapping):
            return options
        named: dict[str, object] = {}
        for name, value in cast("Mapping[str, object]", options).items():
            camel = _in_camel_case(name)
            if camel in named:
                option = _KNOWN_OPTIONS.get(camel, name)
                msg = f"option {option} is set twice, in snake_case and in camelCase; remove one of them"
                raise ValueError(msg)
            _warn_if_misspelt(name, stacklevel=5)
            named[camel] = value
        return named

    def __getattr__(self, name: str) -> Any:
        # pydantic reads names with a leading underscore before the options exist.
        options = {} if name.startswith("_") else vars(self) | (self.__pydantic_extra__ or {})
        if _attribute(name) not in options:
            msg = f"{type(self).__name__} has no option {name!r}"
            raise AttributeError(msg)
        return options[_attribute(name)]

    def __setattr__(self, name: str, value: Any) -> None:
        _warn_if_misspelt(name, stacklevel=3)
        super().__setattr__(_attribute(name), value)


_KNOWN_OPTIONS = {to_camel(name): name for name in OptionsInput.model_fields}


def _warn_if_misspelt(option: str, *, stacklevel: int) -> None:
    """Warn about an unknown option that resembles a known one: it has no effect, and the job is billed."""
    close = misspelt_options(option)
    if close:
        msg = f"JobOptions has no option {option!r}, and sends it anyway: did you mean {' or '.join(close)}?"
        warnings.warn(msg, MoveWarning, stacklevel=stacklevel)


def misspelt_options(option: str) -> list[str]:
    """Return the known options that resemble an option; empty if it is known itself."""
    if option.startswith("_") or _in_camel_case(option) in _KNOWN_OPTIONS:
        return []
    return close_names(to_snake(option), OptionsInput.model_fields)


def _attribute(option: str) -> str:
    """Return the attribute that holds an option: the field of a known one, camelCase for any other."""
    if option.startswith("_"):
        return option
    camel = _in_camel_case(option)
    return _KNOWN_OPTIONS.get(camel, camel)


def _in_camel_case(name: str) -> str:
    # pydantic's `to_camel` changes `use4kMode` to `use4Kmode`, which the server does not know.
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)
