"""Worker processes that parse and encode: deadline, memory limit, replaced when killed."""
