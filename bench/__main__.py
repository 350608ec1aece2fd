"""`make bench`: every benchmark in turn, or those named: `python -m bench feeds search`."""

import importlib
import sys

ALL = ("feeds", "entities", "stories", "search", "replies", "follows", "upkeep", "memory")


def main(names: list[str]) -> int:
    """Run the benchmarks; return how many fell below what they must reach."""
    failed = 0
    for name in names or ALL:
        print(f"== {name}", flush=True)
        failed += importlib.import_module(f"bench.{name}").main([]) != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
