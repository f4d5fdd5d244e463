"""The table of assumptions on the page of the synthetic population. `python -m tests.simulation.page` writes it anew."""

from allmanning.simulation.households import table
from tests.house.repository import LOOK_UP

PAGE = LOOK_UP / "synthetic-population.md"
MARK = "<!-- assumptions -->\n"


def rewritten() -> str:
    head, _, _ = PAGE.read_text().partition(MARK)
    return head + MARK + "\n" + "\n".join(table()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rewritten())
