"""Tables of recruitment, cut along the domain."""

from app.recruitment.models.application import (
    Application,
    ApplicationEvent,
    Consent,
    HouseholdMember,
    Paper,
    Proxy,
)
from app.recruitment.models.exchange import (
    IMPORT_KINDS,
    LOOK_UP_KINDS,
    ImportBatch,
    LookUpEntry,
    LookUpRequest,
    StoredFile,
)
from app.recruitment.models.notice import (
    Confirmation,
    IntakeClosing,
    Notice,
    NoticeChange,
    NoticeProject,
    NoticeStream,
    NoticeVersion,
)
from app.recruitment.models.person import PastParticipation, Person, PersonGram
from app.recruitment.models.screening import Appeal, Screening, ScreeningBasis, ScreeningOverride, Verification
from app.recruitment.models.states import STREAM_LABELS, ApplicationState, NoticeState, Stream, Verdict

__all__ = [
    "IMPORT_KINDS",
    "LOOK_UP_KINDS",
    "STREAM_LABELS",
    "Appeal",
    "Application",
    "ApplicationEvent",
    "ApplicationState",
    "Confirmation",
    "Consent",
    "HouseholdMember",
    "ImportBatch",
    "IntakeClosing",
    "LookUpEntry",
    "LookUpRequest",
    "Notice",
    "NoticeChange",
    "NoticeProject",
    "NoticeState",
    "NoticeStream",
    "NoticeVersion",
    "Paper",
    "PastParticipation",
    "Person",
    "PersonGram",
    "Proxy",
    "Screening",
    "ScreeningBasis",
    "ScreeningOverride",
    "StoredFile",
    "Stream",
    "Verdict",
    "Verification",
]
