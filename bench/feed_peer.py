"""The peer of the poll benchmark, in a process of its own: `reader` (PyPI), on the same feeds.

`python -m bench.feed_peer DATABASE PORT FEEDS POLLED` waits for a line on standard input before each pass, and answers
it with one line of JSON.
"""

import json
import resource
import sys
import time

from reader import make_reader

from bench.feeds import address


def main(database: str, port: int, feeds: int, polled: int) -> None:
    """Add the feeds, then update them once for each line that comes."""
    reader = make_reader(database)
    for number in range(feeds):
        reader.add_feed(address(number, port))
        if number >= polled:
            reader.disable_feed_updates(address(number, port))
    print("ready", flush=True)
    for _ in sys.stdin:
        before, start = time.process_time(), time.monotonic()
        failed = sum(
            1 for result in reader.update_feeds_iter(scheduled=False, workers=10) if isinstance(result.value, Exception)
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        entries = reader.get_entry_counts().total
        line = {"cpu": time.process_time() - before, "wall": time.monotonic() - start, "mib": peak, "failed": failed}
        print(json.dumps(line | {"items": entries}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
