"""The routes: signing in, uploads, the pages of jobs, and their outputs."""

import secrets
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from itsdangerous import BadSignature
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from move_ugc_async import ByteStream
from move_ugc_async.contrib.fastapi import progress_stream
from studio.gate import check_rate, templates
from studio.store import Job
from studio.studio import Studio

router = APIRouter()

# A stub, together with `current_user` and `sign_in`: replace them by your identity provider.
USERS = {"ada": "Ada, Studio North", "grace": "Grace, Studio South"}
# Outputs that the viewer plays, and their media types.
PREVIEWS = {"main_glb": "model/gltf-binary", "render_video": "video/mp4"}


def current_studio(request: Request) -> Studio:
    return request.state.studio  # type: ignore[no-any-return]


def current_user(request: Request) -> str:
    if request.session.get("user") not in USERS:
        raise HTTPException(401)
    return str(request.session["user"])


StudioDep = Annotated[Studio, Depends(current_studio)]
UserDep = Annotated[str, Depends(current_user)]


async def own_job(row_id: str, user: UserDep, studio: StudioDep) -> Job:
    """Return the job of the path. Jobs of other users do not exist."""
    job = await studio.store.find(Job.id == row_id, Job.owner == user)
    if job is None:
        raise HTTPException(404)
    return job


JobDep = Annotated[Job, Depends(own_job)]
Name = Annotated[str, Query(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$")]


@router.api_route("/health/{kind}", methods=["GET", "HEAD"])
async def check_health(kind: Literal["live", "ready"], studio: StudioDep) -> dict[str, str]:
    if kind == "ready":
        await studio.store.select(limit=1)
    return {"status": kind}


@router.get("/sign-in")
async def show_sign_in(request: Request) -> Response:
    return templates.TemplateResponse(request, "sign_in.html", {"users": USERS})


@router.post("/sign-in")
async def sign_in(
    request: Request, studio: StudioDep, user: Annotated[str, Form()], password: Annotated[str, Form()]
) -> Response:
    limit = RateLimitItemPerMinute(studio.settings.sign_ins_per_minute, namespace="sign-ins")
    check_rate(limit, request.client.host if request.client else "")
    expected = studio.settings.demo_password.get_secret_value()
    if user not in USERS or not secrets.compare_digest(password.encode(), expected.encode()):
        return templates.TemplateResponse(request, "sign_in.html", {"users": USERS, "user": user, "failed": True}, 403)
    request.session.update(user=user, name=USERS[user])
    return RedirectResponse("/", 303)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    request.session.clear()
    return RedirectResponse("/sign-in", 303)


@router.put("/uploads/{upload_id}")
async def upload(upload_id: UUID, name: Name, request: Request, studio: StudioDep, user: UserDep) -> Response:
    """Stream a clip, the body, to the Move API, and start a job for it. A repeated request starts no second job."""
    job = await studio.store.find(Job.id == str(upload_id))
    if job is None:
        check_rate(RateLimitItemPerHour(studio.settings.uploads_per_hour, namespace="uploads"), user)
        body = ByteStream(request.stream(), int(request.headers.get("content-length", "0")))
        file = await studio.client.files.upload(body, name=name)
        job = await studio.store.add(Job(str(upload_id), user, name, body.size, file.id, file.type.lstrip(".")))
        studio.follow(job)
    if job.owner != user:
        raise HTTPException(404)
    return JSONResponse({"url": f"/jobs/{job.id}"}, 201)


@router.get("/")
async def show_jobs(request: Request, user: UserDep, studio: StudioDep) -> Response:
    jobs = await studio.store.select(Job.owner == user, limit=100)
    return templates.TemplateResponse(request, "jobs.html", {"jobs": jobs, "max_size": studio.settings.max_upload_size})


@router.get("/jobs/{row_id}")
async def show_job(request: Request, job: JobDep, studio: StudioDep) -> Response:
    context = {"job": job, "lifetime": studio.settings.link_lifetime // 60}
    if job.state == "finished":
        work = await studio.client.jobs.retrieve(str(job.job_id), expand=["outputs"])
        context["outputs"] = [(each, studio.links.dumps([job.id, each.file.id])) for each in work.outputs or []]
    return templates.TemplateResponse(request, "job.html", context)


@router.get("/jobs/{row_id}/events")
async def stream_events(job: JobDep, studio: StudioDep) -> Response:
    studio.follow(job)
    if job.job_id is None:
        # It is being created: the browser asks again.
        return Response("retry: 500\n\n", media_type="text/event-stream")
    return progress_stream(studio.client, job.job_id, stop=studio.stopping)


@router.api_route("/jobs/{row_id}/preview/{name}", methods=["GET", "HEAD"])
async def show_preview(name: str, job: JobDep, studio: StudioDep) -> Response:
    """Send an output from this server, which keeps a copy: storage may refuse requests of scripts on other sites."""
    if name not in PREVIEWS or job.state != "finished":
        raise HTTPException(404)
    path = studio.settings.data_dir / "previews" / job.id / name
    if not path.exists():
        work = await studio.client.jobs.retrieve(str(job.job_id), expand=["outputs"])
        await studio.client.files.download(work.output(name).file, path, overwrite=True)
    return FileResponse(path, media_type=PREVIEWS[name])


@router.get("/downloads/{token}")
async def download(token: str, user: UserDep, studio: StudioDep) -> Response:
    """Redirect to a new presigned URL, if the link has not expired and is the user's own."""
    try:
        row_id, file_id = studio.links.loads(token, max_age=studio.settings.link_lifetime)
    except BadSignature as error:
        raise HTTPException(410) from error
    await own_job(row_id, user, studio)
    file = await studio.client.files.retrieve(file_id)
    return RedirectResponse(str(file.presigned_url), 303)
