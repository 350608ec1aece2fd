"""What is the matter when another program speaks with the bot's token."""

FOREIGN = "another program holds this token; revoke it with BotFather if it is not yours"
