"""What is sent and what comes back, without a word about the wire."""

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel as PydanticBaseModel
from pydantic import ValidationError

from move_ugc_async.base_model import BaseModel
from move_ugc_async.errors import GraphQLErrorItem, MoveMalformedResponseError

ResultT = TypeVar("ResultT", bound=PydanticBaseModel)


@dataclass(frozen=True, slots=True)
class Operation:
    """One static GraphQL operation."""

    name: str
    document: str
    repeatable: bool
    """Whether running it twice leaves the same state as running it once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The usable answer to an operation."""

    operation: str
    data: dict[str, Any]
    errors: tuple[GraphQLErrorItem, ...] = ()
    """Errors that nulled a part of the data."""
    status: int | None = None
    request_id: str | None = None

    def read(self, model: type[ResultT]) -> ResultT:
        """Validate the data as a model; the models in it keep the errors.

        Raises:
            MoveMalformedResponseError: The data is not of the model's shape.
        """
        try:
            result = model.model_validate(self.data)
        except ValidationError as error:
            msg = f"the answer does not have the documented shape: {_describe(error)}"
            raise MoveMalformedResponseError(
                msg,
                operation=self.operation,
                status=self.status,
                request_id=self.request_id,
                data=self.data,
            ) from None
        if self.errors:
            for value in result.__dict__.values():
                if isinstance(value, BaseModel):
                    value.record_errors(self.errors)
        return result


class OperationTransport(Protocol):
    """Whatever can run an operation."""

    async def execute(self, operation: Operation, variables: dict[str, Any]) -> Answer:
        """Run one operation.

        Raises:
            MoveError: No usable answer came back.
        """
        ...


def _describe(error: ValidationError) -> str:
    # Places and kinds only: pydantic's own text quotes the values, and a value can be a signed URL.
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'])} ({problem['type']})"
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    shown = ", ".join(problems[:3])
    return shown if len(problems) <= 3 else f"{shown} and {len(problems) - 3} more"  # noqa: PLR2004
