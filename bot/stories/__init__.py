"""Which items report one event. Pure."""
