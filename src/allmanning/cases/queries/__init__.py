"""Everything pages read, as named questions with a constant number of SQL statements each."""

from allmanning.cases.queries.letters import LetterFile, read_letter
from allmanning.cases.queries.pages import CasePage, case_page, case_status, reads_of, waiting_proposal
from allmanning.cases.queries.reach import owners
from allmanning.cases.queries.residents import OwnCase, own_cases
from allmanning.cases.queries.worklist import Filters, Worklist, WorkRow, worklist

__all__ = [
    "CasePage",
    "Filters",
    "LetterFile",
    "OwnCase",
    "WorkRow",
    "Worklist",
    "case_page",
    "case_status",
    "own_cases",
    "owners",
    "read_letter",
    "reads_of",
    "waiting_proposal",
    "worklist",
]
