"""Everything pages read, as named questions with a constant number of SQL statements each."""

from allmanning.cases.queries.letters import LetterFile, read_letter
from allmanning.cases.queries.pages import CasePage, case_page, case_status, reads_of, waiting_proposal
from allmanning.cases.queries.reach import owners
from allmanning.cases.queries.residents import OwnCase, own_cases
from allmanning.cases.queries.signing import Became, Proposed, proposed, signed
from allmanning.cases.queries.worklist import Filters, Worklist, WorkRow, worklist

__all__ = [
    "Became",
    "CasePage",
    "Filters",
    "LetterFile",
    "OwnCase",
    "Proposed",
    "WorkRow",
    "Worklist",
    "case_page",
    "case_status",
    "own_cases",
    "owners",
    "proposed",
    "read_letter",
    "reads_of",
    "signed",
    "waiting_proposal",
    "worklist",
]
