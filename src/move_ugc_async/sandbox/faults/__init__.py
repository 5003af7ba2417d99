"""Faults: what goes wrong on purpose, with which requests, and how often."""
