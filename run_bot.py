"""Start the bot, or do one of its jobs by hand: `python run_bot.py --help`."""

import sys

from bot.cli import main

if __name__ == "__main__":  # worker processes import this file again
    sys.exit(main())
