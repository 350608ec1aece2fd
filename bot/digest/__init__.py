"""Which stories to show, and how they look. Pure."""
