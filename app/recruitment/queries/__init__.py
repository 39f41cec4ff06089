"""Reads for the pages of recruitment: one statement a list, limited to what the actor may see."""

from app.recruitment.queries.application_filter import CHANNELS, Filter
from app.recruitment.queries.applications import (
    application_count,
    application_page,
    every_application,
    moved_count,
    neighbours,
    place,
)
from app.recruitment.queries.counter import NOTHING_BEFORE, Already, Before, Moment, before, moment, offered
from app.recruitment.queries.keyset import MOST_COUNTED, PAGE, Page
from app.recruitment.queries.notices import (
    dongs,
    notice_rows,
    project_rows,
    stream_rows,
    version_rows,
)
from app.recruitment.queries.one_application import bases_of, events, look_ups, screening_of, superseded
from app.recruitment.queries.screening_overview import Overview, last_run, overview, unscreened

__all__ = [
    "CHANNELS",
    "MOST_COUNTED",
    "NOTHING_BEFORE",
    "PAGE",
    "Already",
    "Before",
    "Filter",
    "Moment",
    "Overview",
    "Page",
    "application_count",
    "application_page",
    "bases_of",
    "before",
    "dongs",
    "events",
    "every_application",
    "last_run",
    "look_ups",
    "moment",
    "moved_count",
    "neighbours",
    "notice_rows",
    "offered",
    "overview",
    "place",
    "project_rows",
    "screening_of",
    "stream_rows",
    "superseded",
    "unscreened",
    "version_rows",
]
