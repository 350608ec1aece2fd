"""A Telegram to run on your own computer: a strict Bot API server and a page that shows the channel."""
