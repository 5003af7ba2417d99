"""Which files may be uploaded, and which URLs are followed."""

import pytest

from move_ugc_async._transfers.formats import upload_type, video_type
from move_ugc_async._transfers.urls import expires_at, storage_url
from move_ugc_async._transport.http import parse_url
from move_ugc_async.errors import MoveInvalidRequestError, MoveMalformedResponseError, MoveUnsafeURLError

MP4 = b"\0\0\0\x20ftypisom\0\0\2\0"
MOV = b"\0\0\0\x14ftypqt  \0\0\2\0"
AVI = b"RIFF\x10\0\0\0AVI LIST"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (MP4, "mp4"),
        (b"\0\0\0\x18ftypmp42", "mp4"),
        (MOV, "mov"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
        (AVI, "avi"),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"\0\0\0\x18ftypheic", None),
        (b"\0\0\0\x18ftypM4A ", None),
        (b"\x1aE\xdf\xa3", None),
        (b"", None),
    ],
)
def test_video_type_is_detected_from_the_content(head: bytes, kind: str | None) -> None:
    assert video_type(head) == kind


@pytest.mark.parametrize(
    ("head", "suffix", "file_type", "kind"),
    [
        (MP4, ".mp4", None, "mp4"),
        (MOV, ".mp4", None, "mov"),
        (AVI, None, None, "avi"),
        (MP4, ".txt", None, "mp4"),
        (b"?", ".MOVE", None, "move"),
        (b"?", None, "move", "move"),
        (MP4, ".mp4", ".MOV", "mov"),
        (b"?", ".x", "brandnew", "brandnew"),
    ],
)
def test_upload_type_prefers_the_content_to_the_name(
    head: bytes, suffix: str | None, file_type: str | None, kind: str
) -> None:
    assert upload_type(head, suffix=suffix, file_type=file_type) == kind


@pytest.mark.parametrize(
    ("suffix", "file_type"), [(".mp4", None), (None, None), ("", None), (".mp4", "mp4"), (None, "a/b")]
)
def test_upload_type_rejects_content_that_is_not_a_video(suffix: str | None, file_type: str | None) -> None:
    with pytest.raises(MoveInvalidRequestError):
        upload_type(b"not a video", suffix=suffix, file_type=file_type)


@pytest.mark.parametrize("file_type", [None, "mp4"])
def test_upload_type_names_the_content_that_is_not_a_video(file_type: str | None) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"dance\.mp4"):
        upload_type(b"not a video", suffix=".mp4", file_type=file_type, label="dance.mp4")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/x",
        "file://host/etc/passwd",
        "gopher://host/",
        "https://user@host/x",
        "https://user:word@host/x",
        "https://169.254.169.254/latest/meta-data",
        "https://2852039166/latest",
        "https://0xa9fea9fe/",
        "https://169.254.43518/",
        "https://[fe80::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://169.254.170.23/v1/credentials",
        "https://[fd00:ec2::254]/latest",
        "https://[fd00:ec2::23]/v1/credentials",
        "https://[fd20:ce::254]/computeMetadata",
        "https://[fd00:c1::a9fe:a9fe]/opc",
        "https://100.100.100.200/latest",
        "https://0x64.100.25800/latest",
        "https://168.63.129.16/machine",
        "https://[::ffff:168.63.129.16]/",
        "https://[::169.254.169.254]/",
        "https://[::ffff:0:100.100.100.200]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[64:ff9b:1::a9fe:a9fe]/",
        "https://[64:ff9b:1:a9fe:a9:fe00::]/",
        "https://[64:ff9b:1:a9:fe:a9fe::]/",
        "https://[64:ff9b:1:0:a9:fea9:fe00::]/",
        "https://[64:ff9b:1:0:64:6464:c800::]/",
        "https://[2001:db8:1::a9fe:a9fe]/",
        "https://[2001:db8::200:5efe:169.254.169.254]/",
        "https://[2002:a9fe:a9fe::1]/",
        "https://[2001:0:a9fe:a9fe::]/",
        "https://[2001:0:1:1:0:0:5601:5601]/",
        "https://metadata.google.internal/computeMetadata/v1/",
        "https://METADATA.google.internal./computeMetadata/v1/",
        "https://metadata/computeMetadata",
        "https://metadata.azure.internal/",
        "https://instance-data/latest",
        "http://storage.example/x",
    ],
)
def test_unsafe_url_is_rejected_without_being_quoted(url: str) -> None:
    with pytest.raises(MoveUnsafeURLError) as caught:
        storage_url(f"{url}?Signature=canary", secure=True)

    assert "canary" not in str(caught.value)
    assert "169.254" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "nonsense", "https://", "//host/x", "https://host:99999999/"])
def test_invalid_url_raises_malformed_response(url: str) -> None:
    with pytest.raises(MoveMalformedResponseError):
        storage_url(url, secure=True)


@pytest.mark.parametrize(
    ("url", "secure"),
    [
        ("https://s3.example/x", True),
        ("http://127.0.0.1:1/x", False),
        ("http://[::1]:1/x", False),
        ("https://10.0.0.1/x", True),
        ("https://100.100.100.201/x", True),
        ("https://[2600:1fa0::3421:7]/x", True),
        ("https://metadata.example/x", True),
    ],
)
def test_safe_url_is_accepted(url: str, secure: bool) -> None:  # noqa: FBT001 - pytest passes it by name
    assert str(storage_url(url, secure=secure)) == url


@pytest.mark.parametrize(
    ("query", "moment"),
    [
        ("Expires=1700000000", 1_700_000_000.0),
        ("X-Amz-Date=20260131T120000Z&X-Amz-Expires=3600", 1_769_864_400.0),
        ("", None),
        ("Expires=soon", None),
        ("X-Amz-Date=x&X-Amz-Expires=3600", None),
    ],
)
def test_expiry_is_parsed_from_the_url(query: str, moment: float | None) -> None:
    url = parse_url(f"https://s3.example/x?{query}")
    assert url is not None
    assert expires_at(url) == moment
