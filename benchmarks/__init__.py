"""Benchmarks that compare clients in the same run: `make bench`."""
