"""`python -m server` is `gocua`."""

from server.cli import main

main()
