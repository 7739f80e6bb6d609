"""The line between a phone and its server: a relay of bytes on loopback with a rate, a round trip, loss and cuts.

Chromium's own network emulation does not reach what a service worker fetches, so the line is outside of it. The port
stays the same while the shape changes, since it is part of the page's origin. A handshake costs one round trip; that
of TLS and TCP's slow start are not modelled (both would cost most whoever opens most connections).
"""

import asyncio
import random
import threading
from dataclasses import dataclass
from typing import Self

SEGMENT = 1_460


@dataclass(frozen=True)
class Shape:
    """What a line is like.

    Attributes:
        rate: bytes a second each way, over all connections; 0 for as fast as it goes.
        trip: seconds of a round trip.
        loss: share of segments that come a round trip later, and all behind them on that connection.
        cut_after: bytes, on average, after which a connection is cut; 0 for never.
    """

    title: str
    rate: int = 0
    trip: float = 0.0
    loss: float = 0.0
    cut_after: int = 0


FREE = Shape("loopback")
SLOW = Shape("3G: 400 kbit/s, round trip 400 ms", 50_000, 0.4)
BAD = Shape("50 kB/s, round trip 200 ms, 2 % loss, a cut every 200 kB", 50_000, 0.2, 0.02, 200_000)


class Line:
    """Runs in a thread of its own while used as a context manager.

    Attributes:
        shape: for connections from now on; `down` refuses new ones and ends those that are.
        up, back: bytes that have gone to the server and come from it.
        connections, cuts: how many there were.
    """

    def __init__(self, upstream: int, seed: int = 7):
        self.upstream, self.shape, self.down = upstream, FREE, False
        self.port = self.up = self.back = self.connections = self.cuts = 0
        self._rng = random.Random(seed)
        self._free_at = {"up": 0.0, "back": 0.0}
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the line did not come up")
        return self

    def __exit__(self, *_exc: object) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def be(self, shape: Shape) -> None:
        """Another line from now on; connections of the one before are cut."""
        self.shape, self.down = shape, False
        self._drop()

    def cut(self) -> None:
        """No network until the line is shaped again."""
        self.down = True
        self._drop()

    def _drop(self) -> None:
        done = threading.Event()

        def drop() -> None:
            for writer in self._writers:
                writer.transport.abort()
            done.set()

        self._loop.call_soon_threadsafe(drop)
        done.wait(5)

    # --- inside the thread ---

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._main())
        self._loop.close()

    async def _main(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.down:
            writer.transport.abort()
            return
        shape, self.connections = self.shape, self.connections + 1
        ends = [writer]
        self._writers.add(writer)
        try:
            await asyncio.sleep(shape.trip)
            away, back = await asyncio.open_connection("127.0.0.1", self.upstream)
            ends.append(back)
            self._writers.add(back)
            left = [self._rng.expovariate(1 / shape.cut_after) if shape.cut_after else float("inf")]
            await asyncio.gather(
                self._pump(reader, back, "up", shape, left), self._pump(away, writer, "back", shape, left)
            )
        except (OSError, asyncio.CancelledError):
            pass  # cut, or the line is taken down
        finally:
            for one in ends:
                self._writers.discard(one)
                one.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str, shape: Shape, left: list[float]
    ) -> None:
        """Reads as fast as the line is free; delivers half a round trip later, in order."""
        due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(_deliver(due, writer))
        try:
            while data := await reader.read(SEGMENT if shape.rate else 65_536):
                setattr(self, way, getattr(self, way) + len(data))
                left[0] -= len(data)
                if left[0] < 0:
                    self.cuts += 1
                    raise ConnectionResetError("cut")
                now = self._loop.time()
                sent = max(now, self._free_at[way]) + (len(data) / shape.rate if shape.rate else 0)
                self._free_at[way] = sent
                late = shape.trip if self._rng.random() < shape.loss else 0
                due.put_nowait((sent + shape.trip / 2 + late, data))
                if sent > now:
                    await asyncio.sleep(sent - now)
            due.put_nowait((0, b""))
            await delivery
        finally:
            delivery.cancel()


async def _deliver(due: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while True:
        at, data = await due.get()
        if not data:
            writer.write_eof()
            return
        if (wait := at - loop.time()) > 0:
            await asyncio.sleep(wait)
        writer.write(data)
        await writer.drain()
