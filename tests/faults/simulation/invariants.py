"""P1–P14 of a play that has come to rest, each a function of its name; what can be seen earlier, `watch` sees.

Rests on the ledger (what is true), on `tests.recount` (what it comes to; imports no `server`) and on the tables.
"""

import hashlib
import hmac
from collections import defaultdict
from dataclasses import replace
from typing import Any

from tests.faults.phone import instant
from tests.faults.simulation import cast, resending, tables
from tests.faults.simulation.handset import Handset
from tests.faults.simulation.ledger import STORED, Broken, Key
from tests.faults.simulation.play import Play
from tests.recount import Recount, Shown


def must(prop: str, found: Any, expected: Any, what: object) -> None:
    """Broken unless they are equal; names only what differs."""
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):
        differing = [key for key in {**found, **expected} if found.get(key) != expected.get(key)]
        shown = [(key, found.get(key), expected.get(key)) for key in differing[:3]]
        raise Broken(prop, f"{what}: {len(differing)} differ (key, found, must be): {shown}")
    raise Broken(prop, f"{what}: {found}, must be {expected}")


def check(play: Play, last: bool) -> None:
    """All of them, the dearer ones only at the last quiescence.

    Raises:
        Broken: one does not hold.
    """
    play.watch.look()
    plain = play.book.recount()
    p4_acknowledged_is_present(play)
    p5_saved_is_present(play)
    p7_order(play)
    p8_poison_harms_itself_alone(play)
    p9_nothing_held_is_missing_after_a_restore(play)
    p2_figures_equal_a_recount(play, plain)
    p10_phones_see_what_the_server_has(play, plain)
    p11_clocks(play, plain)
    p12_newer_apps(play)
    p13_membership_of_its_time(play)
    p14_one_number_one_key(play, plain)
    if last:
        p6_a_new_phone_sees_the_same(play, plain)
        p3_again_changes_nothing(play)
        if play.rng.random() < 0.5:
            p1_the_set_alone(play)


def p1_the_set_alone(play: Play) -> None:
    """Another order, repeated, in other batches: the same records, claims and rollups."""
    before = tables.derived(play.stage)
    with resending.anew(play) as sent:
        if sent is not None:
            must("P1", tables.derived(play.stage), before, f"{sent} ops in another order")
            play.count["ops sent in another order"] += sent
    play.watch.begin_anew()


def p2_figures_equal_a_recount(play: Play, plain: Recount) -> None:
    """Rollups and their log are what a recount gives; rows add up in every grain; unique is credits and unchecked."""
    kept = tables.rollups(play.stage)
    must("P2", kept, tables.counted(plain), "rollups")
    must("P2", tables.logged(play.stage), {key: row for key, row in kept.items() if key[0] == tables.FULL}, "the log")
    total = plain.total()
    must("P2", total["unique"], len(plain.credited) + total["unchecked"], "unique")
    must("P2", tables.credits(play.stage), plain.credited, "credits")
    found = tables.records(play.stage)
    must("P2", set(found), set(plain.shown), "records")
    for name, shown in plain.shown.items():
        row = found[name]
        unit = None if row["organisation_id"] is None else cast.UNITS[row["organisation_id"] - 1]
        kept_as = (tables.text(row["op_id"]), row["eff"], unit, bool(row["bits"] & 1), row["phone_key"] is not None)
        must("P2", kept_as, (shown.winner, shown.eff, shown.organisation, shown.counts, shown.number is not None), name)


def p3_again_changes_nothing(play: Play) -> None:
    """Everything that some phone holds, pushed again: the same answers, the same state."""
    phone = play.rng.choice(play.alive)
    before = tables.derived(play.stage), play.watch.head
    statuses = {op_id: _meaning(status) for op_id, status in phone.acked.items()}
    held = [kept.op for kept in (*phone.sent.values(), *phone.attention.values())]
    play.rng.shuffle(held)
    for start in range(0, len(held), 20):
        for result in phone.push_batch(held[start : start + 20]):
            if result["status"] == "stored":
                raise Broken("P3", f"{result} was stored twice")
            if not play.book.stands_off(phone.seat):
                must("P3", _meaning(result["status"]), statuses[result["op_id"]], result)
    must("P3", (tables.derived(play.stage), play.watch.head), before, "state after everything came again")


def _meaning(status: str) -> str:
    return "stored" if status == "duplicate" else status


def p4_acknowledged_is_present(play: Play) -> None:
    """What a living phone was told to be on the server is there."""
    for phone in play.alive:
        for op_id in phone.acked:
            if (phone.person_id, op_id) not in play.book.state.present and not play.out_of_reach(phone.seat):
                raise Broken("P4", f"{op_id} of {phone.seat} was acknowledged and is lost")


def p5_saved_is_present(play: Play) -> None:
    """Nothing waits on a living phone, and everything that it ever saved is on the server."""
    for phone in play.alive:
        if phone.queue:
            raise Broken("P5", f"{len(phone.queue)} ops wait on {phone.seat}: {phone.sync().problem}")
    for key in play.missing():
        raise Broken("P5", f"{key} was saved on {play.book.made[key].seat} and is lost")


def p6_a_new_phone_sees_the_same(play: Play, plain: Recount) -> None:
    """From the beginning, in small pages, whatever happened between the commits: the final version of every record."""
    able = [phone for phone in play.alive if not play.book.stands_off(phone.seat)]
    for phone in play.rng.sample(able, min(1, len(able))):
        anew = Handset(phone.seat, play.network.line(phone.person_id), lambda: play.clock.ms, play.rng, play.book)
        anew.page = play.rng.choice((1, 2, 500))
        anew.pull()
        must("P6", _seen(anew), _visible(play, plain, phone.person_id), f"a new phone of {phone.seat}")


def p7_order(play: Play) -> None:
    """Seq is gapless, in the order of commits, and a record's is that of the last op that names it."""
    rows = play.stage.rows
    taken = [row[0] for row in rows.execute("SELECT seq FROM op UNION ALL SELECT seq FROM pending WHERE seq > 0")]
    head = rows.execute("SELECT head FROM campaign").fetchone()[0]
    must("P7", sorted(taken), list(range(1, head + 1)), "seq")
    commits = [row[0] for row in rows.execute('SELECT seq FROM "commit" ORDER BY rowid')]
    must("P7", commits, sorted(set(commits)), "commits")
    must("P7", commits[-1:] or [0], [head], "the last commit")
    last: dict[Key, int] = defaultdict(int)
    for seq, key in enumerate(play.book.state.by_seq, start=1):
        made = play.book.made[key]
        if play.book.state.present[key].verdict == STORED:
            owner = made.op["body"]["person"] if made.op["kind"] == "review.put" else key[0]
            last[owner, made.op["record_id"]] = seq
    for name, row in tables.records(play.stage).items():
        if row["seq"] != last[name]:
            must("P7", row["seq"], _stored_seq(play, name), f"seq of {name}")


def _stored_seq(play: Play, name: Key) -> int:
    """Seq of the last op that names a record (a settlement that is not an op has one of its own)."""
    owner, record = (bytes.fromhex(part.replace("-", "")) for part in name)
    query = "SELECT max(seq) FROM op WHERE owner_id = ? AND record_id = ?"
    return play.stage.rows.execute(query, (owner, record)).fetchone()[0]


def p8_poison_harms_itself_alone(play: Play) -> None:
    """What is wrong with an op is said of it alone; `watch` has held every neighbour against its own verdict."""
    for phone in play.alive:
        for op_id in phone.stuck:
            wrong = play.book.made[phone.person_id, op_id].wrong
            if wrong is None or wrong.status != "rejected":
                raise Broken("P8", f"{op_id} was rejected and nothing is wrong with it")
    for key, present in play.book.state.present.items():
        wrong = play.book.made[key].wrong
        if wrong is not None and present.verdict not in (wrong, STORED, (wrong.status, "op.refused")):
            raise Broken("P8", f"{key} is {present.verdict}, must be {wrong}")


def p9_nothing_held_is_missing_after_a_restore(play: Play) -> None:
    """After an earlier state was put back: everything of the backup and of living phones is there (P2 counts it)."""
    missing = play.kept - set(play.book.state.present)
    if missing:
        raise Broken("P9", f"{len(missing)} ops of the backup are gone")


def _visible(play: Play, plain: Recount, person: str) -> dict[Key, tuple[Any, ...]]:
    """What somebody sees, by the rules of scope."""
    post, found = play.book.post(person), {}
    for name, shown in plain.shown.items():
        winner = play.book.made[name[0], shown.winner].op
        area = winner["body"]["area"]
        own = post.role in ("volunteer", "teller")
        if name[0] == person if own else post.role == "district" or post.area in cast.PLACE.path(area):
            found[name] = _line(play, name, shown, winner)
    return found


def _line(play: Play, name: Key, shown: Shown, winner: dict[str, Any]) -> tuple[Any, ...]:
    body = winner["body"]
    verdict = None
    if shown.review is not None:
        verdict = next(
            made.op["body"]["verdict"] for (_, op_id), made in play.book.made.items() if op_id == shown.review
        )
    void, number = bool(body.get("void")), shown.number is not None
    return (
        *(shown.winner, winner["rev"], body["area"], body["mode"], body["outcome"], winner["happened_at"]),
        *(instant(shown.eff), shown.organisation, void, number, verdict, not shown.counts),
    )


def _seen(phone: Handset) -> dict[Key, tuple[Any, ...]]:
    return {
        name: (
            *(row["op_id"], row["rev"], row["area"], row["mode"], row["outcome"], row["happened_at"]),
            *(row["eff"], row["organisation"], row["void"], row["has_number"]),
            *(row["review"] and row["review"]["verdict"], row.get("held", False)),
        )
        for name, row in phone.view.items()
    }


def p10_phones_see_what_the_server_has(play: Play, plain: Recount) -> None:
    """A phone's list is what its owner may see of the server's, and each receipt says how the op stands now."""
    for phone in play.alive:
        if play.book.stands_off(phone.seat):
            continue
        must("P10", _seen(phone), _visible(play, plain, phone.person_id), f"what {phone.seat} sees")
        for op_id, kept in {**phone.sent, **phone.attention}.items():
            verdict = play.book.state.present[phone.person_id, op_id].verdict
            told = (_meaning(kept.status), kept.code)
            if play.network.count["put back"] and told[0] == "held":
                continue  # said before an earlier state came; afterwards a phone asks only whether an op is there
            must("P10", told, tuple(verdict), f"receipt of {op_id} on {phone.seat}")


def p11_clocks(play: Play, plain: Recount) -> None:
    """No clock refuses an op or reaches back before its anchor; credits move only to or from whose clock is wrong."""
    wrong = {phone.seat for phone in play.phones if phone.wrong_clock}
    stored = {(one.person, one.op["op_id"]): one for one in play.book.stored()}
    for person, op_id, eff in play.stage.rows.execute("SELECT person_id, op_id, eff FROM op"):
        sent = stored[tables.text(person), tables.text(op_id)]
        must("P11", eff, sent.eff, f"effective time of {sent.op}")
        if sent.anchor_at is not None and eff < sent.anchor_at:
            raise Broken("P11", f"{sent.op} counts before its phone's last contact")
    if not wrong:
        return
    true = [
        replace(one, op={**one.op, "happened_at": instant(play.book.made[key].true_at)}) for key, one in stored.items()
    ]
    right = Recount(true, (), cast.PLACE, cast.PHONE_KEY).credited
    off: set[Key] = set()
    for key in stored:
        made = play.book.made[key]
        if made.seat in wrong:
            owner = made.op["body"]["person"] if made.op["kind"] == "review.put" else key[0]
            off.add((owner, made.op["record_id"]))
    for code in {*right, *plain.credited}:
        claims = {right.get(code), plain.credited.get(code)}
        if len(claims) > 1 and not claims & off:
            raise Broken("P11", f"the credit moved between {claims}, whose clocks are right")


def p12_newer_apps(play: Play) -> None:
    """What an app says that this server does not know keeps no op from being stored."""
    for key, present in play.book.state.present.items():
        made = play.book.made[key]
        if made.newer and present.verdict.status == "quarantined":
            raise Broken("P12", f"{made.op} is {present.verdict}")


def p13_membership_of_its_time(play: Play) -> None:
    """With each op stands the membership that its own time selects, whenever it came."""
    query = "SELECT person_id, op_id, eff, member_role, member_area, member_organisation FROM op"
    areas, units = tuple(cast.AREAS), cast.UNITS
    for person, op_id, eff, role, area, unit in play.stage.rows.execute(query):
        members = play.book.state.present[tables.text(person), tables.text(op_id)].members
        found = [one for one in members if one.from_at <= eff and (one.until_at is None or eff < one.until_at)]
        expected = (found[0].role, found[0].area, found[0].organisation) if found else None
        stands = (role, areas[area - 1], units[unit - 1] if unit else None) if role else None
        must("P13", stands, expected, f"membership of {tables.text(op_id)}")


def p14_one_number_one_key(play: Play, plain: Recount) -> None:
    """However a number was spelled, its record has the number's one key."""
    keys = {number: hmac.new(cast.PHONE_KEY, number.encode(), hashlib.sha256).digest() for number in cast.NUMBERS}
    for name, row in tables.records(play.stage).items():
        number = plain.shown[name].number
        must("P14", row["phone_key"], keys[number] if number else None, f"key of {name}")
