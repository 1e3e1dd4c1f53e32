"""How work is done, not what: child processes under a limit, threads."""
