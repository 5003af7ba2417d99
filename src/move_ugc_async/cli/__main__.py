"""Run `move-ugc` as `python -m move_ugc_async.cli`."""

from move_ugc_async.cli import main

if __name__ == "__main__":
    main()
