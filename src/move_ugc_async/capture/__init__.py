"""The whole journey: upload, take, job, wait, download."""
