"""What uWSGI imports: Kinto as its settings file says. Runs in Kinto's own environment."""

import logging.config
import os

from paste.deploy import loadapp

_SETTINGS = os.environ["KINTO_INI"]
logging.config.fileConfig(_SETTINGS)
application = loadapp("config:" + _SETTINGS)
