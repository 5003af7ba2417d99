"""One service for each resource: arguments become variables, `expand` becomes flags, responses become pages."""
