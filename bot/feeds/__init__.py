"""From the bytes of a feed to Items, and when a feed may be asked again. Pure."""
