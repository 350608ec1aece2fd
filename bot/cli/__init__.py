"""The command line: every job of the bot can be done once by hand.

Exit codes: 0 done, 1 part of the work failed (said on stderr, the rest was done), 2 wrong usage or configuration.
"""

import io
import logging
import os
import sys
from collections.abc import Sequence

from bot.cli.arguments import parser
from bot.errors import ConfigError, StoreError

DONE, PARTLY, WRONG = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # or every RetryAfter warns, and where warnings are errors is misread
    if isinstance(sys.stdout, io.TextIOWrapper):
        # half a surrogate pair, as JSON may hold it, is shown as JSON writes it
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("httpx", "httpcore", "alembic", "asyncio", "aiohttp.access", "telegram", "pymorphy3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # httpx prints the token in its URLs
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a job that is still running is no news
    try:
        return int(options.work(options))
    except ConfigError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return WRONG
    except StoreError as error:
        print(f"database: {error}", file=sys.stderr)
        return PARTLY
    except KeyboardInterrupt:
        return DONE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of our output has gone
        return DONE
