"""The command line: every job of the bot can be done once by hand.

Exit codes: 0 done, 1 part of the work failed (said on stderr, the rest was done), 2 wrong usage or configuration.
"""

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from importlib import import_module

from bot.cli.arguments import parser
from bot.cli.discretion import Discreet
from bot.errors import ConfigError, StoreError

DONE, PARTLY, WRONG = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code. Nothing that looks like a token reaches the terminal."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # or every RetryAfter warns, and where warnings are errors is misread
    if isinstance(sys.stdout, io.TextIOWrapper):
        # half a surrogate pair, as JSON may hold it, is shown as JSON writes it
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(arguments)
    with redirect_stderr(Discreet(sys.stderr)):
        _set_up_logs(verbose=options.verbose)
        return _work(options)


def _set_up_logs(*, verbose: bool) -> None:
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("httpx", "httpcore", "alembic", "asyncio", "aiohttp.access", "telegram", "pymorphy3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # httpx prints the token in its URLs
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a job that is still running is no news


def _work(options: argparse.Namespace) -> int:
    module, _, function = options.work.partition(".")
    try:
        return int(getattr(import_module(f"bot.cli.{module}"), function)(options))
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
    except Exception:
        logging.getLogger(__name__).exception("command.broke")  # a traceback of Python's own would pass by Discreet
        return PARTLY
