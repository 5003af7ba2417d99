"""Limits on what is created: budgets, their ledgers, and reservations."""
