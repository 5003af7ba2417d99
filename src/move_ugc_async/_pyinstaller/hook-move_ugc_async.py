"""Have PyInstaller bundle the schema, the page of the viewer, and modules that are imported by name on first use."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

PAGE = ("index.html", "viewer.js", "LICENSE-three.txt")
datas = collect_data_files("move_ugc_async", includes=["schema.graphql", *(f"viewer/static/{name}" for name in PAGE)])
hiddenimports = collect_submodules("move_ugc_async")
