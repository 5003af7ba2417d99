"""`python -m move_ugc_async.cli`: the same as `move-ugc`."""

from move_ugc_async.cli import main

if __name__ == "__main__":
    main()
