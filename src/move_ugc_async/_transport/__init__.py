"""The way of one call below the generated client: auth, deadline, limits, retries, errors, HTTP."""
