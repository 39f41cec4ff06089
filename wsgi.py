"""The entry point for servers and for ``flask --app wsgi``."""

import sys

from app import create_app
from config import SettingsError, load

try:
    app = create_app(load())
except SettingsError as error:
    sys.exit(str(error))
