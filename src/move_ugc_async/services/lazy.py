"""Services as attributes of a client, each imported and created when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

ServiceT = TypeVar("ServiceT")


class LazyService(Generic[ServiceT]):
    """A service of a client; on the client's class, the class of the service.

    So `create_autospec(AsyncMoveUgc).jobs` has the methods of the service.

    Args:
        load: Imports and returns the class of the service.
    """

    def __init__(self, load: Callable[[Any], Callable[[Any], ServiceT]]) -> None:
        self._load = load
        self.__doc__ = load.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> type[ServiceT]: ...

    @overload
    def __get__(self, client: object, owner: type | None = None) -> ServiceT: ...

    def __get__(self, client: Any, owner: type | None = None) -> Any:
        service = self._load(client)
        if client is None:
            return service
        # Found there first from now on.
        created = client.__dict__[self._name] = service(client._core)  # noqa: SLF001 - one of us
        return created
