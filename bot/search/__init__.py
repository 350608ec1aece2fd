"""What was typed becomes a Query; text becomes index tokens. Pure."""
