"""Have PyInstaller bundle the schema, and the modules that are imported by name when they are first used."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

datas = collect_data_files("move_ugc_async", includes=["schema.graphql"])
hiddenimports = collect_submodules("move_ugc_async")
