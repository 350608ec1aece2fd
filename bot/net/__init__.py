"""The network: HTTP, addresses, caps and deadlines."""
