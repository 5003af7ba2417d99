"""Storage: the bytes of files behind presigned URLs, as S3 serves them."""
