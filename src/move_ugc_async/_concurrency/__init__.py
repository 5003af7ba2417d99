"""Concurrency helpers that work on asyncio and trio."""
