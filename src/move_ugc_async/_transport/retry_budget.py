"""Limit the retries of a client, so that it does not make an outage worse."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class RetryBudget:
    """A token bucket: a retry takes a token, a success puts one back.

    As long as at least half of the attempts succeed, the bucket stays full enough to have no effect. When nothing
    succeeds, it is soon empty: from then on, each call makes one attempt until calls succeed again.
    (See gRFC A6 and the retry quota of the AWS SDKs.)
    """

    tokens: int
    """Capacity and initial number."""
    _remaining: int = field(init=False)

    def __post_init__(self) -> None:
        self._remaining = self.tokens

    def take(self) -> bool:
        """Remove a token for a retry; return whether one was left."""
        if not self._remaining:
            return False
        self._remaining -= 1
        return True

    def put_back(self) -> None:
        """Return a token to the bucket after a success."""
        self._remaining = min(self._remaining + 1, self.tokens)
