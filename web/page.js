// The page of `move-ugc view`: its title, and its address, whose fragment is the name of the result.
const viewer = document.querySelector("move-viewer");

function show() {
  let name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {
    // A malformed address is the name of no result.
  }
  viewer.setAttribute("result", name);
}

viewer.addEventListener("viewer:catalog", ({ detail }) => (document.title = `${detail.title} – Motion viewer`));
viewer.addEventListener("viewer:result", ({ detail }) => (location.hash = encodeURIComponent(detail.name)));
addEventListener("hashchange", show);
show();
