"""Names made harmless."""

import pytest

from allmanning.cases.files.naming import LONGEST, harmless


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Hyresavi 2025.11.pdf", "Hyresavi 2025.11.pdf"),
        ("Å, ä och ö.PDF", "Å, ä och ö.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Windows\\system32\\a.exe", "a.exe.pdf"),
        ("kvitto\x00.exe", "kvitto.exe.pdf"),
        ("rad\nbrytning\r\n.pdf", "rad brytning.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.exe.pdf"),
        ("CON", "_CON.pdf"),
        ("nul.txt", "_nul.txt.pdf"),
        ("lpt1.pdf", "_lpt1.pdf"),
        ("..", "fil.pdf"),
        ("", "fil.pdf"),
        (".pdf", "fil.pdf"),
        ('a<b>:"c|?*.pdf', "a-b-c-.pdf"),
        ("   . dold . .pdf", "dold.pdf"),
    ],
)
def test_a_name_becomes_one_plain_line(sent: str, kept: str) -> None:
    assert harmless(sent, ("pdf",)) == kept


def test_a_long_name_keeps_its_ending() -> None:
    made = harmless("x" * 500 + ".jpeg", ("jpg", "jpeg"))
    assert len(made) == LONGEST
    assert made.endswith("x.jpeg")
