"""The extensions, unbound. ``create_app`` binds them; everybody else imports them from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from app.database import Base
from app.sealing import Seal

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
seal = Seal()

if TYPE_CHECKING:

    class Model(Base):
        """What type checkers see of ``db.Model``, which is built at run time."""

        __abstract__ = True
else:
    Model = db.Model
