"""Waiting for jobs and volumes: one poller for each client, shared by any number of waiters."""
