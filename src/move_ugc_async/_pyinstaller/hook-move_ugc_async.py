"""Have PyInstaller bundle the schema, the pages, and modules that are imported by name on first use."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

# Each folder `static` has a page: its scripts, styles and licences.
datas = collect_data_files("move_ugc_async", includes=["schema.graphql", "**/static/*"])
hiddenimports = collect_submodules("move_ugc_async")
