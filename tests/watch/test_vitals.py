from bot.watch.vitals import PATIENCE, STAGES, Backlog, Sign, Stage, Vitals, hindered, stopped

WORK: tuple[Sign, ...] = ("polled", "understood", "posted")
LONG = PATIENCE.backlog + 1


class Time:
    """A clock that only goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def well(time: Time) -> Vitals:
    vitals = Vitals(time)
    come_round(vitals, *STAGES)
    for sign in WORK:
        vitals.mark(sign)
    return vitals


def come_round(vitals: Vitals, *stages: Stage) -> None:
    """Let stages come round, whether they get anything done or not, and Telegram answer."""
    vitals.mark("telegram")
    for stage in stages:
        vitals.mark(stage)


def test_a_bot_that_does_its_work_is_well() -> None:
    vitals = well(Time())

    assert stopped(vitals) == {}
    assert hindered(vitals, Backlog()) == {}


def test_a_bot_that_has_not_come_to_telegram_yet_lives_but_is_not_ready() -> None:
    vitals = Vitals(Time())

    assert stopped(vitals) == {}
    assert list(hindered(vitals, Backlog())) == ["delivering"]


def test_a_stage_that_does_not_come_round_has_stopped_though_the_others_go_on() -> None:
    for stage in STAGES:
        time = Time()
        vitals = well(time)
        time.now += PATIENCE.stage + 1
        come_round(vitals, *(other for other in STAGES if other != stage))

        assert stopped(vitals) == {stage: "has not come round for 181 s"}
        assert list(hindered(vitals, Backlog())) == [stage]


def test_work_that_waits_while_nothing_is_done_is_a_stage_that_does_not_work_though_it_comes_round() -> None:
    work: dict[Stage, tuple[Sign, Backlog]] = {
        "collecting": ("polled", Backlog(feeds=LONG)),
        "understanding": ("understood", Backlog(items=LONG)),
        "delivering": ("posted", Backlog(posts=LONG)),
    }
    for stage, (sign, backlog) in work.items():
        time = Time()
        vitals = well(time)
        time.now += LONG
        come_round(vitals, *STAGES)

        assert list(hindered(vitals, backlog)) == [stage]
        assert hindered(vitals, Backlog()) == {}
        vitals.mark(sign)
        assert hindered(vitals, backlog) == {}


def test_a_stage_that_waits_for_something_lives_and_says_for_what_until_it_goes_on() -> None:
    vitals = well(Time())
    vitals.wait("delivering", "another process delivers from this database")

    assert stopped(vitals) == {}
    assert hindered(vitals, Backlog()) == {"delivering": "another process delivers from this database"}
    vitals.mark("delivering")
    assert hindered(vitals, Backlog()) == {}


def test_without_an_answer_of_telegram_or_without_a_network_the_bot_is_not_ready() -> None:
    time = Time()
    vitals = well(time)
    assert hindered(vitals, Backlog(), network_down=True) == {"collecting": "our own network seems to be down"}
    time.now += PATIENCE.telegram + 1
    for stage in STAGES:
        vitals.mark(stage)

    assert "Telegram has not answered" in hindered(vitals, Backlog())["delivering"]


def test_the_lag_is_the_longest_of_the_last_minute() -> None:
    vitals = Vitals(Time())
    vitals.lagged(2.0)
    for _ in range(59):
        vitals.lagged(0.1)
    assert vitals.lag == 2.0
    vitals.lagged(0.1)
    assert vitals.lag == 0.1
