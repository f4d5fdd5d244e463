"""Folders and archives: read whole, packed the same way every time, and refused when they are no package."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from allmanning import packages
from tests.packages.pages import good_files, good_package


def refused(data: bytes) -> str:
    with pytest.raises(packages.PackageError) as caught:
        packages.unpack(data)
    return str(caught.value)


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in good_files().items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    return tmp_path


def test_a_folder_and_its_archive_are_the_same_package(folder: Path) -> None:
    package = packages.load(folder)
    assert packages.unpack(packages.pack(package)).digest == package.digest == good_package().digest


def test_packing_gives_the_same_bytes_every_time(folder: Path) -> None:
    assert packages.pack(packages.load(folder)) == packages.pack(packages.load(folder))


def test_one_letter_more_is_another_package(folder: Path) -> None:
    before = packages.load(folder).digest
    (folder / "letters" / "decision.md").write_text((folder / "letters" / "decision.md").read_text() + "!\n")
    assert packages.load(folder).digest != before


def test_hidden_files_caches_and_strange_kinds_are_no_part_of_a_package(folder: Path) -> None:
    before = packages.load(folder).digest
    (folder / ".secret.toml").write_text("a = 1")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "resor.py").write_text("import os")
    (folder / "logo.exe").write_bytes(b"\x00")
    assert packages.load(folder).digest == before


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "extra.py"
    outside.write_text("import os\n")
    (folder / "rules" / "extra.py").symlink_to(outside)
    assert packages.load(folder).digest == good_package().digest


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(packages.PackageError, match="P002"):
        packages.load(tmp_path / "nowhere")


def test_a_folder_without_package_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(packages.PackageError, match="P002"):
        packages.load(tmp_path)


def test_a_file_of_five_megabytes_is_refused(folder: Path) -> None:
    (folder / "rules" / "large.py").write_bytes(b"#" * 5_000_000)
    with pytest.raises(packages.PackageError, match="P005"):
        packages.load(folder)


def test_a_thousand_files_are_refused(folder: Path) -> None:
    for number in range(1_000):
        (folder / "examples" / f"e{number}.toml").write_text("")
    with pytest.raises(packages.PackageError, match="P005"):
        packages.load(folder)


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "letters" / "decision.md").write_bytes("Avslag på ansökan".encode("latin-1"))
    with pytest.raises(packages.PackageError, match="P004"):
        packages.load(folder)


def test_a_letter_that_reads_otherwise_than_it_is_shown_is_refused(folder: Path) -> None:
    letter = folder / "letters" / "decision.md"
    letter.write_text(letter.read_text() + "Ni får \u202e001\u202c kr.\n")
    with pytest.raises(packages.PackageError, match=r"P006.*RIGHT-TO-LEFT OVERRIDE") as caught:
        packages.load(folder)
    (finding,) = caught.value.findings
    assert (finding.place.line, finding.source[finding.place.column]) == (10, "\u202e")


def test_a_manifest_that_is_a_link_is_refused(folder: Path) -> None:
    (folder / "package.toml").rename(folder / "real.toml")
    (folder / "package.toml").symlink_to("real.toml")
    with pytest.raises(packages.PackageError, match="P002"):
        packages.load(folder)


def test_names_that_no_text_can_hold_are_no_part_of_a_package(folder: Path) -> None:
    before = packages.load(folder).digest
    for name in (b"\xff\xfe.py", b"a\n\x1b[2Jb.py"):
        Path(os.fsdecode(bytes(folder / "rules") + b"/" + name)).write_bytes(b"import os\n")
    assert packages.load(folder).digest == before


def test_a_pipe_in_the_folder_is_not_waited_for(folder: Path) -> None:
    before = packages.load(folder).digest
    os.mkfifo(folder / "rules" / "x.py")
    assert packages.load(folder).digest == before


def test_what_is_no_archive_is_refused() -> None:
    assert "P003" in refused(b"PK\x03\x04 not really")


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_is_refused(compression: int) -> None:
    data = bytearray(zipped(good_files(), compression))
    data[60:400] = bytes(255 - byte for byte in data[60:400])
    assert "P003" in refused(bytes(data))


def test_an_archive_that_swells_is_refused_before_it_is_unpacked() -> None:
    assert "P005" in refused(zipped({"package.toml": b"#" * 100_000_000}))


@pytest.mark.parametrize(
    "name", ["../package.toml", "/etc/package.toml", "rules/../../x.py", ".git/config.toml", "run.sh"]
)
def test_an_archive_with_a_file_that_is_no_part_of_a_package_is_refused(name: str) -> None:
    assert "P003" in refused(zipped({**good_files(), name: b""}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_one_file_twice_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("package.toml", good_files()["package.toml"])
        archive.writestr("package.toml", b'id = "other"')
    assert "P003" in refused(buffer.getvalue())


def test_thousands_of_rows_are_refused() -> None:
    row = '[[egen_andel.period]]\nfrom = 2025-07-01\nsource = "x"\nconfirmed = "1/4"\n'
    files = good_files()
    files["parameters.toml"] += (row * 5_000).encode()
    assert "P038" in refused(zipped(files))
