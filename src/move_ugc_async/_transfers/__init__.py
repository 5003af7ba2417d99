"""Uploads to and downloads from storage over presigned URLs.

The URLs are secrets: no message and no log contains them. Storage never receives the API key.
"""

from move_ugc_async._transfers.events import DownloadedOutput, OnTransfer, TransferEvent
from move_ugc_async._transfers.sources import ByteStream, UploadSource

__all__ = ["ByteStream", "DownloadedOutput", "OnTransfer", "TransferEvent", "UploadSource"]
