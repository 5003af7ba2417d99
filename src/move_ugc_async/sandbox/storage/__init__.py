"""Storage of file content behind presigned URLs, with the behaviour of S3."""
