"""The compared clients. Each runs in its own process and imports no other."""

API_KEY = "mv_key_benchmark-7f3b9c51d2"
JOB_ID = "job-9c4eb80e-860d-40ff-8d39-000000000007"
JOB_IDS = [f"job-9c4eb80e-860d-40ff-8d39-{number:012x}" for number in range(10_000)]
FILE_ID = "file-1"
CHECKED_FILE_ID = "file-2"
"""A file whose ETag is its MD5."""
BATCH = 25
"""Jobs per request of the SDK."""
