"""/healthz: whether this process reads its database, for a supervisor or a load balancer."""

from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.database import reading


def init_app(app: Flask) -> None:
    @app.get("/healthz")
    def healthz() -> tuple[Response, int]:
        try:
            with reading() as session:
                session.execute(text("SELECT 1 FROM campaign LIMIT 1"))
        except SQLAlchemyError:
            response = jsonify({"ok": False, "database": "unavailable"})
            response.headers["Retry-After"] = "5"
            return response, 503
        return jsonify({"ok": True}), 200
