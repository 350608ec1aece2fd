"""What operators install: files that are right by the tools of those who read them, and that start the bot."""

import asyncio
import contextlib
import importlib.metadata
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot import VERSION
from tests.end_to_end.conftest import Home, home, until

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNIT = ROOT / "deploy" / "newswatch.service"

__all__ = ["home"]


def said(*command: str) -> tuple[int, str]:
    """Run a tool, or skip the test where there is none."""
    if shutil.which(command[0], path=f"{Path(sys.executable).parent}:/usr/bin:/usr/local/bin") is None:
        pytest.skip(f"no {command[0]} here")
    tool = shutil.which(command[0], path=f"{Path(sys.executable).parent}:/usr/bin:/usr/local/bin") or command[0]
    done = subprocess.run([tool, *command[1:]], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return done.returncode, done.stdout + done.stderr


def test_the_dockerfile_is_one_that_its_linter_likes() -> None:
    assert said("hadolint", str(ROOT / "Dockerfile")) == (0, "")


def test_the_image_runs_live_as_nobody_special_and_watches_itself() -> None:
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert 'CMD ["run", "--live"]' in DOCKERFILE
    assert "HEALTHCHECK" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE


def test_compose_starts_it_live_on_a_root_nobody_can_write_to() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    service = compose["services"]["newswatch"]

    assert service["command"] == ["run", "--live"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["user"].startswith("10001")
    assert "no-new-privileges:true" in service["security_opt"]
    assert all(secret.keys() == {"file"} for secret in compose.get("secrets", {}).values()), (
        "compose copies any other secret into the root, which cannot be written to"
    )
    assert service["environment"]["TELEGRAM_BOT_TOKEN"].startswith("${TELEGRAM_BOT_TOKEN:?"), (
        "no token stands in the file"
    )


def test_compose_says_so_itself() -> None:
    if said("docker", "compose", "version")[0]:
        pytest.skip("no docker compose here")
    code, text = said("docker", "compose", "-f", str(ROOT / "compose.yaml"), "config", "--no-interpolate")
    assert code == 0, text


def test_systemd_understands_every_line_of_the_unit_and_finds_it_hardened(tmp_path: Path) -> None:
    here = tmp_path / UNIT.name
    here.write_text(UNIT.read_text().replace("/opt/newswatch/.venv/bin/python", sys.executable))
    _, text = said("systemd-analyze", "verify", "--man=no", str(here))
    assert UNIT.name not in text, text

    code, text = said("systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", str(here))
    assert code == 0, text


def test_the_unit_starts_it_live_and_is_told_when_it_lives_no_more() -> None:
    unit = UNIT.read_text()

    assert "run_bot.py run --live" in unit
    assert {"Type=notify", "WatchdogSec=2min", "DynamicUser=yes"} <= set(unit.splitlines())


def test_everything_installed_is_pinned_by_its_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pinned = re.findall(
            r"^([\w.-]+)==\S+(?: ; .*)? \\\n    --hash=sha256:", (ROOT / name).read_text(), re.MULTILINE
        )
        every = re.findall(r"^[\w.-]+==", (ROOT / name).read_text(), re.MULTILINE)
        wanted = [
            line.lower() for line in (ROOT / name).with_suffix(".in").read_text().splitlines() if line[:1].isalpha()
        ]
        assert len(pinned) == len(every)
        normal = {re.sub(r"[-_.]+", "-", one).lower() for one in pinned}
        assert {re.sub(r"[-_.]+", "-", re.split("[<>=; ]", one)[0]) for one in wanted} <= normal


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_whatever_python_it_is_all_that_libraries_want_there_is_pinned(python: str) -> None:
    """Pins with hashes install nothing else: one library that wants another on newer Pythons only would stop `make`."""
    there: dict[str, str] = {key: str(value) for key, value in default_environment().items()}
    there |= {"python_version": python, "python_full_version": f"{python}.9", "extra": ""}
    lines = re.findall(r"^(\S+==.*) \\$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    pins = [pin for pin in map(Requirement, lines) if not pin.marker or pin.marker.evaluate(there)]
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}
    assert len(versions) == len(pins) > 60

    for name in versions.keys() & {canonicalize_name(one.name) for one in importlib.metadata.distributions()}:
        for wanted in map(Requirement, importlib.metadata.requires(name) or ()):
            if not wanted.marker or wanted.marker.evaluate(there):
                pinned = versions.get(canonicalize_name(wanted.name), "none")
                assert wanted.specifier.contains(pinned), f"{name} wants {wanted}, pinned is {pinned}"


def test_the_version_stands_in_one_place_and_the_changelog_knows_it() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert VERSION not in (ROOT / "pyproject.toml").read_text()
    newest = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[:2]
    assert newest[0] == VERSION or newest in (["Unreleased"], ["Unreleased", VERSION])


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with nothing but what the Dockerfile copies."""
    root = tmp_path / "app"
    root.mkdir()
    for source, target in re.findall(r"^COPY (?!--from)(\S+) \./(\S*)$", DOCKERFILE, re.MULTILINE):
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, root / target, ignore=shutil.ignore_patterns("__pycache__", "local"))
        else:
            shutil.copy(ROOT / source, root / target)
    return root


@pytest.fixture
def systemd(home: Home, tmp_path: Path) -> Iterator[Callable[[], list[bytes]]]:
    """What the bot has told systemd so far."""
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        home.environment["NOTIFY_SOCKET"] = str(tmp_path / "notify")
        door.bind(home.environment["NOTIFY_SOCKET"])
        door.settimeout(0)

        def hear() -> list[bytes]:
            with contextlib.suppress(BlockingIOError):
                while True:
                    heard.append(door.recv(99))
            return heard

        yield hear


async def test_what_the_image_holds_is_enough_to_run_live_and_to_answer_its_healthcheck(
    home: Home, image: Path, systemd: Callable[[], list[bytes]]
) -> None:
    home.root = image
    home.listen = f"127.0.0.1:{free_port()}"
    check = re.search(r'CMD \["python", "-c", "([^"]+)"\]', DOCKERFILE)
    assert check is not None
    healthcheck = check[1].replace("127.0.0.1:8787", home.listen)

    process = await home.start("run", "--live")
    await until(lambda: b"WATCHDOG=1" in systemd())
    await until(lambda: status(f"http://{home.listen}/readyz") == 200)
    live = json.load(urlopen(f"http://{home.listen}/livez"))  # noqa: ASYNC210 - nothing else goes on here
    well = await python(healthcheck)
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), 10)

    assert (live["ok"], live["mode"], live["version"]) == (True, "live", VERSION)
    assert (well, await python(healthcheck)) == (0, 1)
    assert process.returncode == 0, err
    assert (systemd()[0], systemd()[-1]) == (b"READY=1", b"STOPPING=1")


async def python(code: str) -> int:
    """Run a line of Python as the healthcheck does; return how it ended."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=subprocess.DEVNULL)
    return await process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(url: str) -> int:
    try:
        with urlopen(url) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except HTTPError as error:
        return error.code
