"""The server of the page, as a browser and as an attacker use it."""

import errno
import http.client
import json
import os
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.viewer import ViewerServer
from tests.support.motion_files import archive, document
from tests.support.wait_until import SAFETY_NET, wait_until_sync

VIDEO = bytes(range(256)) * 8
BVH = {"track00.bvh": b"HIERARCHY 0", "track01.bvh": b"HIERARCHY 1"}


@dataclass
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def get(server: ViewerServer, path: str, method: str = "GET", **headers: str) -> Response:
    """Send a request for a path below the page's address, or for an absolute path."""
    host, _, rest = server.url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=SAFETY_NET)
    target = path if path.startswith("/") else f"/{rest}{path}"
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    try:
        return Response(response.status, response.headers, response.read())
    finally:
        connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "main glb.glb").write_bytes(b"glTF")
    (folder / "all_bvh.zip").write_bytes(archive(BVH))
    (folder / "motion_data.zip").write_bytes(archive({"track00_motion_data.json": document(3)}))
    (folder / "render_video.mp4").write_bytes(VIDEO)
    (folder / "main_fbx.fbx").write_bytes(b"secret")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return folder


@pytest.fixture
def server(folder: Path) -> Iterator[ViewerServer]:
    with ViewerServer(folder) as server:
        yield server


def test_page_and_catalog_list_what_is_shown(server: ViewerServer) -> None:
    page = get(server, "")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<move-viewer" in page.body
    script = get(server, "viewer.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    catalog = get(server, "catalog.json").json()
    assert catalog["title"] == "out"
    (result,) = catalog["results"]
    assert [(source["name"], source["kind"]) for source in result["sources"]] == [
        ("main glb.glb", "glb"),
        ("all_bvh.zip", "bvh"),
        ("motion_data.zip", "motion"),
        ("render_video.mp4", "video"),
        ("main_fbx.fbx", "other"),
    ]
    glb, bvh, motion, video, other = result["sources"]
    assert get(server, glb["url"]).body == b"glTF"
    assert [get(server, part["url"]).body for part in bvh["parts"]] == list(BVH.values())
    assert [part["name"] for part in bvh["parts"]] == list(BVH)
    assert get(server, motion["url"]).body.startswith(b"MOVEMOT1")
    assert get(server, video["url"]).headers["Content-Type"] == "video/mp4"
    assert "url" not in other
    assert other["reason"].startswith("FBX files cannot be shown.")


def video_url(server: ViewerServer) -> str:
    return str(get(server, "catalog.json").json()["results"][0]["sources"][3]["url"])


def test_video_is_sent_in_parts(server: ViewerServer) -> None:
    url = video_url(server)
    whole = get(server, url)
    assert (whole.status, whole.headers["Accept-Ranges"], whole.body) == (200, "bytes", VIDEO)
    part = get(server, url, Range="bytes=100-299")
    assert (part.status, part.headers["Content-Range"], part.body) == (206, "bytes 100-299/2048", VIDEO[100:300])
    assert get(server, url, Range="bytes=-8").body == VIDEO[-8:]
    beyond = get(server, url, Range="bytes=2048-")
    assert (beyond.status, beyond.headers["Content-Range"], beyond.body) == (416, "bytes */2048", b"")
    head = get(server, url, method="HEAD")
    assert (head.status, head.headers["Content-Length"], head.body) == (200, "2048", b"")


@pytest.mark.parametrize(
    ("method", "headers"),
    [("GET", {"If_Range": '"x"'}), ("GET", {"If_Range": "Thu, 26 Nov 2026 10:00:00 GMT"}), ("HEAD", {})],
)
def test_range_is_ignored_where_it_does_not_apply(method: str, headers: dict[str, str], server: ViewerServer) -> None:
    response = get(server, video_url(server), method=method, Range="bytes=0-1", **headers)
    assert (response.status, response.headers["Content-Length"]) == (200, "2048")
    assert response.headers["Content-Range"] is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("name", [b"caf\xe9.glb", b"\xff#?.mp4", b"\xed\xa0\x80.bvh"])
def test_file_whose_name_is_not_utf_8_is_served(name: bytes, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b"content")
    with ViewerServer(tmp_path) as server:
        (source,) = get(server, "catalog.json").json()["results"][0]["sources"]
        assert "\ufffd" in source["name"]
        assert get(server, source["url"]).body == b"content"
    with ViewerServer(path) as server:
        assert "\ufffd" in get(server, "catalog.json").json()["title"]


def test_every_response_forbids_other_origins(server: ViewerServer) -> None:
    for response in (get(server, ""), get(server, video_url(server)), get(server, "absent"), get(server, "/")):
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", "[::1]:{port}"]
)
def test_requests_under_another_host_name_are_refused(server: ViewerServer, host: str) -> None:
    port = server.url.split(":")[2].partition("/")[0]
    response = get(server, "catalog.json", Host=host.format(port=port))
    assert response.status == 403
    assert b"main" not in response.body
    assert get(server, "catalog.json", Host=f"localhost:{port}").status == 200


def test_requests_without_the_secret_path_are_refused(server: ViewerServer) -> None:
    token = server.url.split("/")[3]
    assert len(token) >= 32
    for path in ("/", "/catalog.json", f"/{token[:-1]}/catalog.json", f"/{token}x/catalog.json", "//catalog.json"):
        assert get(server, path).status == 404
    assert get(server, f"/{token}/catalog.json").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "files/0/0/../../../secret.txt",
        "files/0/0/%2e%2e/%2e%2e/secret.txt",
        "../secret.txt",
        "..%2fsecret.txt",
        "files/0/4/main_fbx.fbx",
        "files/0/0/main_fbx.fbx",
        "files//etc/passwd",
        "handler.py",
        "static/viewer.js",
        "%00",
    ],
)
def test_other_files_have_no_path(server: ViewerServer, path: str) -> None:
    response = get(server, path)
    assert response.status == 404
    assert b"secret" not in response.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(server: ViewerServer, method: str) -> None:
    assert get(server, "catalog.json", method=method).status == 501


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_file_that_was_replaced_by_a_link_or_pipe_is_not_served(server: ViewerServer, folder: Path) -> None:
    url = video_url(server)
    video = folder / "render_video.mp4"
    video.unlink()
    video.symlink_to(folder.parent / "secret.txt")
    response = get(server, url)
    assert (response.status, response.json()) == (
        422,
        {"message": "the file was replaced by a link; restart the viewer"},
    )
    video.unlink()
    os.mkfifo(video)
    assert get(server, url).json() == {"message": "the file is no regular file any more; restart the viewer"}
    video.unlink()
    video.symlink_to(video.name)
    assert get(server, url).status == 422
    video.unlink()
    assert get(server, url).status == 422


def test_malformed_motion_data_is_reported_with_its_place_and_read_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "track00.json"
    path.write_text('{"mocap_data": [{"timestamp": 0, "joint_data": {"Root": {"position": [1]}}}]}')
    with ViewerServer(path) as server:
        response = get(server, "files/0/0/track00.json")
        assert response.status == 422
        assert response.json()["message"].startswith("track00.json, frame 0, joint Root: position must be")
        path.write_text(json.dumps(document(2)))
        assert get(server, "files/0/0/track00.json").status == 200


def test_missing_extra_is_an_error_only_if_nothing_else_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    hint = 'motion data is not shown: the extra is not installed; run pip install "move-ugc-async[motion]"'
    with pytest.raises(ImportError) as raised:
        ViewerServer(folder / "motion_data.zip")
    assert str(raised.value) == hint
    with ViewerServer(folder) as server:
        assert list(server.notes) == [hint]
        assert get(server, "files/0/0/main%20glb.glb").body == b"glTF"


def test_closed_connections_are_not_reported(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "render_video.mp4").write_bytes(bytes(64 * 1024 * 1024))
    with ViewerServer(folder) as server:
        path = f"/{server.url.split('/')[3]}/{video_url(server)}"
        with socket.create_connection(
            ("127.0.0.1", int(server.url.split(":")[2].partition("/")[0])), SAFETY_NET
        ) as sock:
            sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {server.url.split('/')[2]}\r\n\r\n".encode())
            assert sock.recv(12) == b"HTTP/1.1 200"
            # Reset the connection while the video is sent.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wait_until_sync(lambda: not [thread for thread in threading.enumerate() if "process_request" in thread.name])
        assert get(server, "").status == 200
    assert capfd.readouterr() == ("", "")


def test_server_listens_on_this_machine_only_until_it_is_closed(folder: Path) -> None:
    server = ViewerServer(folder)
    with pytest.raises(RuntimeError, match="the server is not running"):
        _ = server.url
    with server:
        assert server.url.startswith("http://127.0.0.1:")
        first = server.url
        port = int(first.split(":")[2].partition("/")[0])
        with pytest.raises(OSError, match=r"[Aa]ddress") as raised, ViewerServer(folder, port=port):
            pass
        assert raised.value.errno == errno.EADDRINUSE
        assert str(raised.value).startswith(f"cannot use port {port}: ")
        assert str(raised.value).endswith("; pass another port, or 0 for a free one")
        with pytest.raises(RuntimeError, match="the server is already running"):
            server.start()
        assert get(server, "").status == 200
    server.close()
    with ViewerServer(folder) as other:
        assert other.url.split("/")[3] != first.split("/")[3]


def test_closing_ends_connections_that_browsers_keep_open(folder: Path) -> None:
    with ViewerServer(folder) as server:
        host, _, path = server.url.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=SAFETY_NET)
        connection.request("GET", f"/{path}catalog.json")
        assert connection.getresponse().read()
        kept = connection.sock
        assert kept is not None
    # Whether the kernel has reported the end yet depends on timing; no content may arrive.
    kept.settimeout(SAFETY_NET)
    with suppress(ConnectionError):
        kept.sendall(f"GET /{path}catalog.json HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert kept.recv(1) == b""
    connection.close()


def test_many_connections_wait_without_being_refused(folder: Path) -> None:
    with ViewerServer(folder) as server:
        assert server._server is not None
        assert server._server.request_queue_size >= 100
