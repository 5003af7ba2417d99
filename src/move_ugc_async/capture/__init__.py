"""Capture workflows: upload, take, job, wait, download."""
