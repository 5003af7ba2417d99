"""Readers of the files that jobs make, independent of the code of the sandbox that writes them."""
