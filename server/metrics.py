"""What a server counts of itself, for Prometheus: requests, pushes and what became of their ops.

With several processes each writes into a folder of its own (`PROMETHEUS_MULTIPROC_DIR`, set before the first count) and
whichever is asked adds them all up. Promises: labels are route patterns, codes and numbers, never a name, an id or
anything that somebody typed; counting costs microseconds.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
_PUSH_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
_REQUEST_BOUNDS = (0.01, 0.05, 0.1, 0.3, 1, 3, 10)


@dataclass(frozen=True)
class Gauge:
    """A value that is read when it is asked for; those of one name have the same labels."""

    name: str
    told: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        # imported here: whether counts are shared is settled when the library is first loaded
        import prometheus_client as prometheus

        prometheus.disable_created_metrics()
        self._library: Any = prometheus
        self._registry = prometheus.CollectorRegistry()
        self._pushes = prometheus.Counter("gocua_pushes", "Pushes that were answered.", registry=self._registry)
        self._ops = prometheus.Counter("gocua_ops", "Ops of pushes, by result.", ["result"], registry=self._registry)
        self._push_seconds = prometheus.Histogram(
            "gocua_push_seconds",
            "From a push's body to its answer, the commit included.",
            buckets=_PUSH_BOUNDS,
            registry=self._registry,
        )
        self._requests = prometheus.Counter(
            "gocua_http_requests",
            "Requests by method, route pattern and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._request_seconds = prometheus.Histogram(
            "gocua_http_request_seconds",
            "Time to an answer's first byte, by route pattern.",
            ["route"],
            buckets=_REQUEST_BOUNDS,
            registry=self._registry,
        )

    def pushed(self, seconds: float, results: Iterable[str]) -> None:
        """Counts a push that was answered, and each of its ops."""
        self._pushes.inc()
        self._push_seconds.observe(seconds)
        for result, count in Counter(results).items():
            self._ops.labels(result).inc(count)

    def requested(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Counts a request; one for an address that is not there has no route."""
        pattern = route or "none"
        self._requests.labels(method if method in _METHODS else "other", pattern, str(status)).inc()
        self._request_seconds.labels(pattern).observe(seconds)

    def text(self, gauges: Iterable[Gauge]) -> bytes:
        """Everything in Prometheus' text format; of all processes when they share a folder."""
        from prometheus_client import core, multiprocess

        registry = self._registry
        if os.environ.get(FOLDER):
            registry = self._library.CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)
        families: dict[str, Any] = {}
        for one in gauges:
            if one.name not in families:
                families[one.name] = core.GaugeMetricFamily(one.name, one.told, labels=list(one.labels))
            families[one.name].add_metric(list(one.labels.values()), one.value)
        read = self._library.CollectorRegistry()
        read.register(_Read(list(families.values())))
        return self._library.generate_latest(registry) + self._library.generate_latest(read)


class _Read:
    """Families that are there already, as the library collects them."""

    def __init__(self, families: list[Any]) -> None:
        self._families = families

    def collect(self) -> list[Any]:
        return self._families
