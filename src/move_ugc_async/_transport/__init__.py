"""Send GraphQL operations: authentication, deadline, limits, retries, error mapping and HTTP."""
