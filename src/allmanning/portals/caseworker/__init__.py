"""What the caseworker sees: the worklist, the case with evidence beside reckoning, and the ways to a decision.

Views are small and read the request; `worklist.py`, `head.py`, `evidence.py`, `proposal.py` … make frozen values of what
a page shows, with every amount and date already written, so that the templates only place them. Nothing here decides:
every act goes through `cases.actions`. One door in: `guard.staff_page`.
"""
