"""/metrics of a server that runs: whichever of its processes is asked, it tells of all of them."""

import concurrent.futures
import re

from tests.contract.conftest import World


def _scraped(world: World) -> dict[str, float]:
    reply = world.http("GET", "/metrics")
    assert reply.status == 200, reply.raw
    lines = (line for line in reply.raw.decode().splitlines() if not line.startswith("#"))
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_requests_of_all_processes_are_counted_once(world: World):
    ping = 'gocua_http_requests_total{method="GET",route="/api/v1/ping",status="200"}'
    before = _scraped(world).get(ping, 0)
    # a new connection each, some at once: on PostgreSQL both processes get some
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: world.http("GET", "/api/v1/ping").status, range(40))) == {200}
    for _ in range(6):
        assert _scraped(world)[ping] == before + 40
    files = [*(world.live.home / "metrics").rglob("counter_*.db")]
    assert len(files) == (2 if world.live.url else 0), "one for each process that counts beside others"


def test_a_push_is_counted_with_what_became_of_its_ops(world: World):
    client = world.enrol()
    before = _scraped(world)
    assert client.statuses(client.op({"area": "28135", "mode": "door", "outcome": "already"}))[0] == "stored"
    after = _scraped(world)
    for sample in ("gocua_pushes_total", 'gocua_ops_total{result="stored"}', "gocua_push_seconds_count"):
        assert after[sample] == before.get(sample, 0) + 1, sample


def test_each_sample_stands_once(world: World):
    text = world.http("GET", "/metrics").raw.decode()
    samples = [line.rpartition(" ")[0] for line in text.splitlines() if not line.startswith("#")]
    assert len(samples) == len(set(samples))
    told = re.findall("^# HELP ([a-z0-9_]+)", text, re.MULTILINE)
    assert len(told) == len(set(told))
