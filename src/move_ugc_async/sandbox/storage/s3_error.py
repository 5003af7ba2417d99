"""Errors of S3."""

from xml.sax.saxutils import escape


class S3Error(Exception):
    """An error response of storage.

    Args:
        status: HTTP status.
        code: S3's error code, such as NoSuchKey.
        message: S3's error message.
        details: Additional elements of the error document.
        headers: Additional headers of the response.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details or {}
        self.headers = headers or {}

    def document(self, request_id: str, host_id: str) -> bytes:
        """Return the XML error document."""
        elements = {
            "Code": self.code,
            "Message": self.message,
            **self.details,
            "RequestId": request_id,
            "HostId": host_id,
        }
        body = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in elements.items())
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{body}</Error>'.encode()
