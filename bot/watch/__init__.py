"""What an operator is told, and how the bot knows that it works."""
