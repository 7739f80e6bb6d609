"""The same ops once more, on a server that has none: in another order, some twice, in other batches (P1)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.phone import API
from tests.faults.simulation.ledger import Broken, Key
from tests.faults.simulation.play import Play

_EMPTIED = ("op", "pending", "record", "claim", "rollup", "rollup_log", "commit", "departure")


def _resendable(play: Play) -> list[Key] | None:
    """The stored ops; None when some would be judged otherwise now (accepted by a person, or for a time to come)."""
    book, keys = play.book, []
    for key, present in book.state.present.items():
        if present.verdict.status != "stored":
            continue
        made = book.made[key]
        if made.wrong is not None or book.sent(made, present.members).eff > play.clock.ms:
            return None
        if present.members != book.state.members[key[0]] and not _as_now(play, key):
            return None
        keys.append(key)
    return keys


def _as_now(play: Play, key: Key) -> bool:
    """Whether the membership that the op's time selects is still the one that it was stored with."""
    present = play.book.state.present[key]
    eff = play.book.sent(play.book.made[key], None).eff

    def post(members: tuple) -> list[tuple]:
        found = [one for one in members if one.from_at <= eff and (one.until_at is None or eff < one.until_at)]
        return [(one.role, one.area, one.organisation) for one in found]

    return post(present.members) == post(play.book.state.members[key[0]])


@contextmanager
def anew(play: Play) -> Iterator[int | None]:
    """Within the block the server has got all ops anew; how many, None when it was not done."""
    keys = _resendable(play)
    if keys is None:
        yield None
        return
    rng, stage = play.rng, play.stage
    with stage.aside():
        for table in _EMPTIED:
            stage.rows.execute(f'DELETE FROM "{table}"')
        stage.rows.execute("UPDATE campaign SET head = 0, epoch = ?", (stage.next_epoch(),))
        stage.rows.execute("UPDATE device SET revoked_at = NULL")
        stage.rows.execute("UPDATE person SET disabled_at = NULL")
        order = keys + rng.sample(keys, len(keys) // 4)
        rng.shuffle(order)
        while order:
            size = rng.choice((1, 3, 8, 20))
            batch, order = order[:size], order[size:]
            for seat in sorted({play.book.made[key].seat for key in batch}, key=lambda seat: seat.device):
                ops = [play.book.made[key].op for key in batch if play.book.made[key].seat == seat]
                body = json.dumps({"batch_id": ops[0]["op_id"], "ops": ops}, ensure_ascii=False).encode()
                headers = {"Authorization": f"Bearer {seat.token}", "Content-Type": "application/json"}
                answer = stage.send("POST", f"{API}/sync/push", headers, body)
                results = json.loads(answer.body).get("results", ())
                if {result["status"] for result in results} - {"stored", "duplicate"} or not results:
                    raise Broken("P1", f"sent anew: {answer.status} {answer.body!r}")
        yield len(keys)
