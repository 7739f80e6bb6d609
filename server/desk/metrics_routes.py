"""GET /metrics for Prometheus: by a token with the right `metrics`, or from this very machine.

A proxy on the machine comes from loopback, too: a request that went through one, or that asks for another host, needs
the token.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from server.desk.gauges import Gauges
from server.metrics import CONTENT_TYPE, Metrics
from server.people.api_tokens import METRICS
from server.people.service import bearer_of_program

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


def init_app(app: Flask) -> None:
    app.extensions["gocua.gauges"] = Gauges()

    @app.get("/metrics")
    def metrics() -> Response:
        if "Authorization" in request.headers or not _from_this_machine():
            bearer_of_program(METRICS)
        gauges: Gauges = current_app.extensions["gocua.gauges"]
        counted: Metrics = current_app.extensions["gocua.metrics"]
        response = Response(counted.text(gauges.now()), content_type=CONTENT_TYPE)
        response.headers["Cache-Control"] = "no-store"
        return response


def _from_this_machine() -> bool:
    if any(name in request.headers for name in _FORWARDED):
        return False
    return _loopback(request.remote_addr) and _loopback(urlsplit(f"//{request.host}").hostname)


def _loopback(name: str | None) -> bool:
    if name == "localhost":
        return True
    try:
        return name is not None and ip_address(name).is_loopback
    except ValueError:
        return False
