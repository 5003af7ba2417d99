"""Waiting for jobs and volumes: one poller per client and event loop, shared by any number of waits."""
