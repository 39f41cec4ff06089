"""Views of cohorts: the blueprint, and the modules that hang their routes on it."""

from app.cohorts.views.blueprint import bp

from app.cohorts.views import attendance, cohorts, home, selections  # isort: skip

__all__ = ["attendance", "bp", "cohorts", "home", "selections"]
