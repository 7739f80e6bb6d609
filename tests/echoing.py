"""A program for `server.sync.beside`: says again what it was asked; `sleep` first for a while, `end` not at all."""

import os
import sys
import time

from server.sync import beside


def main() -> None:
    inbox = beside.Inbox(sys.argv[1:])
    if inbox.greeting == b"end":
        return
    for questions in inbox.come():
        for place, body in questions:
            if body == b"end":
                os._exit(1)
            if body == b"sleep":
                time.sleep(0.3)
            beside.send(place, inbox.greeting + body)


if __name__ == "__main__":
    main()
