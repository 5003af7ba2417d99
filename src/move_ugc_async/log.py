"""The library's one logger."""

import logging

logger = logging.getLogger("move_ugc_async")
# An application that sets up no logging sees nothing of ours, as the logging HOWTO asks of libraries.
logger.addHandler(logging.NullHandler())
