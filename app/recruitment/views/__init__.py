"""Views of recruitment, cut along the domain. Importing the package registers every route on ``bp``."""

from app.recruitment.views import applications, counter, home, notice_steps, notices, people, screening
from app.recruitment.views.blueprint import bp

__all__ = ["applications", "bp", "counter", "home", "notice_steps", "notices", "people", "screening"]
