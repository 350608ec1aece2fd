"""The bot by a clock that runs faster, on one core: `python -m tests.soak.fast_bot BEGUN SPEED CORE VERB ...`."""

import os
import sys

if __name__ == "__main__":  # worker processes import this file again, and want none of it
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as run_bot.py does
    from bot import app
    from bot.cli import main
    from tests.soak.clock import FastClock

    begun, speed, core = sys.argv[1:4]
    del sys.argv[1:4]
    os.sched_setaffinity(0, {int(core)})
    app.clock = FastClock(float(begun), float(speed))
    sys.exit(main())
