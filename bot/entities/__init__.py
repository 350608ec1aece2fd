"""From text to mentions of tracked entities, with reasons. Pure."""
