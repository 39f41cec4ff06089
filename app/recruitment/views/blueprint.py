"""The blueprint of recruitment; the modules beside this one hang their routes on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("recruitment", "app.recruitment", template_folder="templates")
