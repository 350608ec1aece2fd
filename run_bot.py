"""Start the bot, or do one of its jobs by hand: `python run_bot.py --help`."""

import sys

if __name__ == "__main__":  # worker processes import this file again, and want none of it
    from bot.cli import main

    sys.exit(main())
