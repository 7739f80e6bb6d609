"""`python -m bench.losing [--writers N] [--ops N] [--peers a,b]`: is everything there that was answered as kept?

Writers push at the same time and go by the answer's own entries: what is called kept is not sent again, what is refused
is let go. Afterwards all is pulled and held against that. Prints a line for each server.
"""

import argparse

from bench.beside import PEERS, SIZE, place, read
from bench.peers.kinto import Kinto
from bench.peers.ours import Ours
from bench.peers.peer import Standing
from bench.peers.pouch import Pouch
from bench.sockets import Answer, drive
from tests import postgres
from tests.faults.live import free_port

Telling = Kinto | Pouch | Ours  # those that name each op in their answers


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.losing", description=__doc__)
    options.add_argument("--writers", type=int, default=8)
    options.add_argument("--ops", type=int, default=1_600)
    options.add_argument("--peers", default="kinto,ours-sqlite,ours-postgresql")
    chosen = options.parse_args()
    cluster = postgres.start(durable=True)
    try:
        for name in chosen.peers.split(","):
            peer = PEERS[name]
            if not isinstance(peer, Telling):
                raise SystemExit(f"{name} does not name ops in its answers")
            with place(cluster, peer) as (folder, url), peer.running(folder, free_port(), url) as standing:
                kept, there = _kept(peer, standing, chosen.ops, chosen.writers), _there(peer, standing)
            print(
                f"{peer.title}: {chosen.writers} writers, {chosen.ops:,} ops sent, {len(kept):,} answered as kept, "
                f"{len(kept - there):,} of these absent",
                flush=True,
            )
    finally:
        cluster.stop()


def _kept(peer: Telling, standing: Standing, ops: int, writers: int) -> set[str]:
    kept: set[str] = set()

    def judge(_raw: bytes, answer: Answer) -> None:
        kept.update(peer.kept(answer))

    drive(standing.port, peer.pushes(standing, max(ops, writers * SIZE), writers, 1, "plain"), judge)
    return kept


def _there(peer: Telling, standing: Standing) -> set[str]:
    there: set[str] = set()
    read(peer, standing, None, lambda answer: there.update(peer.given(answer)))
    return there


if __name__ == "__main__":
    main()
