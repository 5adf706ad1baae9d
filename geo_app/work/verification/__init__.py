"""From claim to closure, and after it: each step a function, each under the same rules.

The rules are those of ``domain.procedure``; they hold here, so for every door that leads here.
"""

from geo_app.work.verification.answers import (
    MissingEvidenceError,
    accept,
    ask_revisit,
    close,
    publish,
    recheck,
    refuse,
    reopen,
    set_recheck,
)
from geo_app.work.verification.due import DueList, DueSite, due_list
from geo_app.work.verification.reports import claim, dispute, transfer
from geo_app.work.verification.standing import Claim, Option, Standing, standing
from geo_app.work.verification.steps import SAID, Said, take

__all__ = [
    "SAID",
    "Claim",
    "DueList",
    "DueSite",
    "MissingEvidenceError",
    "Option",
    "Said",
    "Standing",
    "accept",
    "ask_revisit",
    "claim",
    "close",
    "dispute",
    "due_list",
    "publish",
    "recheck",
    "refuse",
    "reopen",
    "set_recheck",
    "standing",
    "take",
    "transfer",
]
