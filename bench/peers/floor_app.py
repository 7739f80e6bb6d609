"""The floor's application: Flask and one upsert for each request. What gunicorn imports."""

from flask import Flask, Response, request

from bench.peers.upsert import store

app = Flask(__name__)
JSON = "application/json"


@app.post("/push")
def push() -> Response:
    return Response(b'{"kept":%d}' % store().keep(request.get_data(cache=False)), mimetype=JSON)


@app.get("/pull")
def pull() -> Response:
    return Response(store().page(int(request.args["after"]), int(request.args["limit"])), mimetype=JSON)
