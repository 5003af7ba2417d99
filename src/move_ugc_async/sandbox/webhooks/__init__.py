"""Webhooks: the events of jobs, and their delivery to endpoints on the schedule of Svix."""
