// Uploads, live progress and the viewer. Pages work without it, except for uploads.

for (const time of document.querySelectorAll("time[data-seconds]")) {
  time.textContent = new Date(1000 * time.dataset.seconds).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

const ADVICE = {
  0: "The upload broke off. Check your connection, then try again.",
  413: "The clip is too large. Choose a smaller one, or cut it.",
  415: "This is not a video. Choose an MP4, MOV or AVI file.",
  422: "The name of the file cannot be used. Rename it, then choose it again.",
  429: "You have uploaded many clips. Wait an hour, then try again.",
  502: "The Move API cannot be reached. Try again in a minute; nothing was billed.",
};

const form = document.querySelector("#upload");
if (form) prepareUploads(form);
const live = document.querySelector("#live");
if (live) followJob(live);
const jobs = document.querySelector("#jobs");
if (jobs) keepFresh(jobs);
const viewer = document.querySelector("#viewer");
if (viewer) {
  const { createViewer } = await import("/viewer/viewer.js");
  const kinds = { main_glb: "glb", render_video: "video" };
  const sources = Object.entries(kinds).map(([name, kind]) => ({ name, kind, url: viewer.dataset.previews + name }));
  createViewer(viewer, { sources });
}

function prepareUploads(form) {
  const find = (selector) => form.querySelector(selector);
  const [choose, panel, bar, detail, alert, retry] = [
    find("#clip"), find(".progress"), find("progress"), find(".detail"), find(".alert"), find(".retry"),
  ];
  // The same for all attempts with one clip, so that none starts a second job.
  let clip, id, request;

  const show = (message = "") => {
    alert.textContent = message;
    alert.hidden = !message;
    retry.hidden = !message || !clip;
    panel.hidden = true;
    choose.disabled = false;
    choose.value = "";
  };

  const start = () => {
    show();
    panel.hidden = false;
    choose.disabled = true;
    find(".name").textContent = clip.name;
    report(0);
    request = new XMLHttpRequest();
    request.open("PUT", `/uploads/${id}?name=${encodeURIComponent(clip.name)}`);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => report(loaded / total);
    request.onload = () => finish(request.status, request.response);
    request.onerror = () => finish(0);
    request.onabort = () => show();
    request.send(clip);
  };

  const report = (share) => {
    bar.value = share;
    const text = share < 1 ? `${Math.floor(share * 100)} % of ${megabytes(clip.size)}` : "Starting the job …";
    if (detail.textContent !== text) detail.textContent = text;
  };

  const finish = async (status, answer) => {
    if (status === 201) return location.assign(answer.url);
    if (status === 401) return location.assign("/sign-in");
    // Perhaps the job exists, and only the response was lost.
    const unsure = status === 0 || status >= 500;
    if (unsure && (await fetchPage(`/jobs/${id}`))) return location.assign(`/jobs/${id}`);
    if ([413, 415, 422].includes(status)) clip = null;
    return show(ADVICE[status] ?? ADVICE[0]);
  };

  const choice = (file) => {
    clip = file;
    id = crypto.randomUUID();
    if (file.size > Number(form.dataset.max)) {
      clip = null;
      return show(`${file.name} is too large. Choose a clip of at most ${megabytes(form.dataset.max)}, or cut it.`);
    }
    return start();
  };

  choose.addEventListener("change", () => choose.files[0] && choice(choose.files[0]));
  retry.addEventListener("click", start);
  find(".cancel").addEventListener("click", () => request.abort());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files[0] && panel.hidden) choice(event.dataTransfer.files[0]);
  });
  addEventListener("beforeunload", (event) => {
    if (!panel.hidden && request.readyState !== XMLHttpRequest.DONE) event.preventDefault();
  });
  choose.disabled = false;
}

function followJob(section) {
  const [bar, percentage, detail] = ["progress", ".percentage", ".detail"].map((each) => section.querySelector(each));
  const badge = document.querySelector(".title .state");
  const events = new EventSource(section.dataset.events);
  events.addEventListener("progress", ({ data }) => {
    const status = JSON.parse(data);
    if (status.percentage !== null) {
      bar.value = status.percentage;
      percentage.textContent = `${Math.round(status.percentage)} %`;
    }
    badge.textContent = "Running";
    if (status.unreachable) detail.textContent = "The Move API cannot be reached. Trying again …";
    else detail.textContent = status.state === "RUNNING" ? "Capturing the motion …" : "Waiting for a free machine …";
  });
  events.addEventListener("interrupted", () => (detail.textContent = "Connecting again …"));
  events.addEventListener("error", async () => {
    detail.textContent = "Connecting …";
    if (events.readyState !== EventSource.CLOSED) return;
    // The browser gives up at any response that is not a stream, such as that of a proxy while the server restarts.
    await pause(2000);
    const page = await fetchPage(location.href);
    if (page && !page.querySelector("#live")) location.reload();
    else followJob(section);
  });
  events.addEventListener("done", async () => {
    events.close();
    detail.textContent = "Finishing …";
    // The server records the end once the files are available, which takes seconds.
    for (;;) {
      const page = await fetchPage(location.href);
      if (page && !page.querySelector("#live")) return location.reload();
      await pause(500);
    }
  });
}

/** Show the states of unfinished jobs in the list. */
async function keepFresh(list) {
  while (Number(list.dataset.live)) {
    await pause(2000);
    const page = await fetchPage("/");
    if (!page) continue;
    const states = page.querySelectorAll("#jobs .list .state");
    for (const [index, state] of list.querySelectorAll(".list .state").entries()) {
      if (states[index]) state.replaceWith(states[index].cloneNode(true));
    }
    list.dataset.live = page.querySelector("#jobs")?.dataset.live ?? 0;
  }
}

/** Return the document of a page; null if it cannot be loaded. */
async function fetchPage(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function megabytes(size) {
  return `${(size / 1e6).toFixed(size < 1e7 ? 1 : 0)} MB`;
}
