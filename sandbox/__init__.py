"""A Telegram to run on your own computer: a strict Bot API server and a page that shows the channel.

    async with Sandbox() as sandbox:
        Application.builder().token(sandbox.token).base_url(sandbox.base_url)

server.py     Sandbox: one port, start, stop, state file        bot_api.py   a call over HTTP: token, faults, answer
people.py     what people do: write, press, ask, join, block     controls.py  the same over HTTP, as JSON
web.py        the page and its events                            page/        HTML, CSS, JavaScript: no build step
telegram.py   the server without its HTTP                        world.py     people, chats, messages: plain data
methods/      what a bot can ask for, a file per topic           views.py     the world in the form of the Bot API
judge.py      TDLib's verdict on text                            keyboards.py which keyboards are accepted
access.py     may the bot do this here?                          refusals.py  how Telegram says no
updates.py    the queue a bot polls                              limits.py    flood limits
faults.py     what can go wrong on the way                       journal.py   every request and its outcome
clock.py      time under a test's control                        parameters.py what came over the wire
feeds.py      invented outlets that publish while it runs        feed_formats.py, pages.py  what they look like

It knows nothing of the bot. Where its rules are not Telegram's own code they are marked as assumptions beside them.
"""

from sandbox.server import Sandbox

__all__ = ["Sandbox"]
