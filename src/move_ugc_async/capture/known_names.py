"""Validate the names of outputs and models before the upload: the server would reject them only afterwards."""

import warnings

from move_ugc_async._generated.enums import MocapModelOptionsInput, OutputType
from move_ugc_async._generated.input_types import OptionsInput
from move_ugc_async._schema.enums import OpenEnum
from move_ugc_async._suggestions import did_you_mean
from move_ugc_async.errors import MoveInvalidRequestError, MoveWarning
from move_ugc_async.services.inputs import ensure_outputs
from move_ugc_async.services.literals import Outputs

# Other products of the vendor use these names; it is undocumented whether this API accepts them.
_UNDOCUMENTED: dict[type[OpenEnum], frozenset[str]] = {
    OutputType: frozenset({"MAIN_BVH", "MAIN_C3D", "TRACK_JERSEY_MAPPING"}),
    MocapModelOptionsInput: frozenset({"M2_XL", "M2_LIGHT", "S2_LIGHT", "M3", "RT1", "RT2"}),
}


def check_names(outputs: Outputs | None, options: object, *, allow_unknown: bool) -> None:
    """Validate the names of outputs and of the motion capture model.

    Args:
        outputs: Names of the outputs to create.
        options: The `JobOptions`, if any.
        allow_unknown: Whether unknown names are accepted.

    Raises:
        MoveInvalidRequestError: A name is unknown, or `outputs` is empty.
    """
    for output in ensure_outputs(outputs) or ():
        _check("output", output, allow_unknown=allow_unknown)
    model = options.mocap_model if isinstance(options, OptionsInput) else None
    if model is not None:
        _check("mocap_model", model, allow_unknown=allow_unknown)


def _check(name: str, value: OpenEnum, *, allow_unknown: bool) -> None:
    if value.is_known or allow_unknown:
        return
    kind = type(value)
    if value.upper().replace("-", "_") in _UNDOCUMENTED[kind]:
        msg = f"{name} {value.value!r} is not documented for this API, which may refuse it after the upload"
        warnings.warn(msg, MoveWarning, stacklevel=2)
        return
    hint = did_you_mean(value, kind.__members__)
    msg = f"cannot send {name} {value.value!r}: it is unknown; {hint} (allow_unknown=True or --force sends it anyway)"
    raise MoveInvalidRequestError(msg)
