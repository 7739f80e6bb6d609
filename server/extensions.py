"""The Flask extensions, made once and bound to an app by `create_app`."""

from typing import TYPE_CHECKING

import flask_smorest
from flask_compress import Compress
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Api(flask_smorest.Api):
    """flask-smorest without its error answers: `handlers` has the project's own."""

    def _register_error_handlers(self) -> None:
        return


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate()
compress = Compress()
api = Api()

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
