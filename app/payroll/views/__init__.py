"""Pages of payroll: importing this package registers all of its routes on ``bp``."""

from app.payroll.views import grants, home, lines, months, statements, terms
from app.payroll.views.blueprint import bp

__all__ = ["bp", "grants", "home", "lines", "months", "statements", "terms"]
