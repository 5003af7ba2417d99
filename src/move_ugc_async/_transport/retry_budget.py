"""How much repeating one client does at most, so that an outage is not made worse."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class RetryBudget:
    """A bucket of tokens: a repeated try takes one, a success puts one back.

    While the server is well, or fails no more than every other time, it stays full enough to be never noticed. When
    nothing succeeds any more it is soon empty, and from then on each call is tried once, until calls succeed again.
    (The idea of gRFC A6 and of the retry quota of AWS' SDKs.)

    Args:
        tokens: How many it holds, and starts with.
    """

    tokens: int
    _left: int = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.tokens

    def take(self) -> bool:
        """Take a token for one more try, and tell whether there was one."""
        if not self._left:
            return False
        self._left -= 1
        return True

    def put_back(self) -> None:
        """Note a success."""
        self._left = min(self._left + 1, self.tokens)
