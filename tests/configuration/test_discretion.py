import io
import logging
import warnings

from bot.cli.discretion import Discreet

TOKEN = "123456:AAE-abcdefghijklmnopqrstuvwxyz012345"


def test_logs_tracebacks_and_plain_words_on_standard_error_hide_the_token() -> None:
    written = io.StringIO()
    stream = Discreet(written)
    log = logging.getLogger("test of discretion")
    log.addHandler(logging.StreamHandler(stream))
    try:
        int(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        log.exception("broke token=%s", TOKEN)
    print(f"the token {TOKEN} is wrong", file=stream)
    stream.write(warnings.formatwarning(f"do not use {TOKEN}", UserWarning, "here.py", 1))

    assert "AAE-" not in written.getvalue()
    assert written.getvalue().count("<token>") == 4


def test_what_is_no_token_is_written_as_it_is() -> None:
    written = io.StringIO()
    said = "2026-11-22 07:22:45 feed.failed feed=tag:2008:abc reason=12:30\n"

    assert Discreet(written).write(said) == len(said)
    assert written.getvalue() == said


def test_the_end_of_it_after_the_stream_behind_is_closed_is_no_error() -> None:
    written = io.StringIO()
    stream = Discreet(written)
    written.close()

    stream.close()

    assert stream.closed
