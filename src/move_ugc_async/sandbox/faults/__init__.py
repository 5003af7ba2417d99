"""Faults: deliberate failures, and the rules that choose which requests have them."""
