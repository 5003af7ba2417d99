"""Uploads to and downloads from storage over presigned URLs.

The URLs are secrets: no message and no log contains them. Storage never receives the API key.
"""
