"""An upgrade by `git pull` over an installation somebody has made his own."""

import shutil
import subprocess
from pathlib import Path

from bot.settings import load

ROOT = Path(__file__).parents[2]
WHO = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *WHO, *arguments], cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603, S607 - our own words
    return done.stdout


def test_git_pull_over_a_customised_installation_conflicts_nowhere(tmp_path: Path) -> None:
    upstream, installed = tmp_path / "upstream", tmp_path / "installed"
    shutil.copytree(ROOT / "config", upstream / "config", ignore=shutil.ignore_patterns("local"))
    shutil.copy(ROOT / ".gitignore", upstream)
    git(upstream, "init")
    git(upstream, "add", ".")
    git(upstream, "commit", "-m", "one")
    git(tmp_path, "clone", str(upstream), str(installed))

    local = installed / "config" / "local"
    local.mkdir()
    (local / "settings.toml").write_text('[poll]\nevery = "1h"\n[[channel]]\nid = "main"\ndigest_every = "2h"\n')
    (local / "feeds.toml").write_text('[[feed]]\nid = "bbc-world"\nenabled = false\n')
    (local / "entities.toml").write_text('[[entity]]\nid = "macron"\nname = "Emmanuel Macron"\n')
    (installed / ".env").write_text("TELEGRAM_CHANNEL=@mine\n")
    (installed / "data").mkdir()
    (installed / "data" / "newswatch.db").write_bytes(b"")
    for name in ("kept.db", "newswatch.db.replaced-1", "sandbox.json", "post.png"):  # as docs/operating.md writes them
        (installed / name).write_bytes(b"")
    for name in ("settings", "feeds", "entities"):
        file = upstream / "config" / f"{name}.toml"
        changed = file.read_text().replace('every = "15m"', 'every = "10m"').replace("BBC News World", "BBC World")
        file.write_text(f"{changed}\n# another release\n")
    git(upstream, "commit", "-am", "two")

    git(installed, "pull", "--ff-only")

    assert git(installed, "status", "--porcelain") == ""
    settings = load(installed / "config", {})
    assert settings.poll.every.total_seconds() == 3600
    assert [(feed.title, feed.enabled) for feed in settings.feeds if feed.id == "bbc-world"] == [("BBC World", False)]
    assert "macron" in {entity.id for entity in settings.entities}
    assert settings.secrets.channel == "@mine"
