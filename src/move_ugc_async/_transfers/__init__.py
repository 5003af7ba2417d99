"""Bytes to and from storage, over presigned URLs.

The URLs are credentials: they are in no message and no log. The API key never comes here.
"""

from move_ugc_async._transfers.events import DownloadedOutput, OnTransfer, TransferEvent
from move_ugc_async._transfers.sources import ByteStream, UploadSource

__all__ = ["ByteStream", "DownloadedOutput", "OnTransfer", "TransferEvent", "UploadSource"]
