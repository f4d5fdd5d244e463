"""The database server is started, shared, killed and stopped, and keeps every row."""

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from allmanning.server.postgres import SUPERUSER, Cluster
from allmanning.server.postgres.server_user import server_user
from tests.server.clusters import count_rows, kill, wait_for, write_rows

LINUX = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="only Linux shows a process's open files"
)
# Starts the server as another program would, says its number, and waits.
PROGRAM = """
import sys, time
from pathlib import Path
from allmanning.server.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False)
cluster.start()
print(cluster.pid, flush=True)
time.sleep(60)
"""


def test_rows_survive_that_the_server_is_stopped(cluster: Cluster) -> None:
    cluster.start()
    write_rows(cluster)
    cluster.leave()
    assert not cluster.is_running
    cluster.start()
    assert count_rows(cluster) == 1000


def test_rows_survive_that_the_server_is_killed(cluster: Cluster) -> None:
    cluster.start()
    write_rows(cluster)
    killed = cluster.pid
    kill(cluster)
    cluster.start()
    assert cluster.pid != killed
    assert count_rows(cluster) == 1000


def test_a_new_server_waits_for_the_busy_processes_of_a_killed_one(cluster: Cluster) -> None:
    cluster.start()
    write_rows(cluster)
    busy = psycopg.connect(cluster.address().as_conninfo())
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 4000000)")
    kill(cluster)
    cluster.start()
    assert count_rows(cluster) == 1000
    busy.close()


def test_a_killed_server_is_started_again_while_the_program_runs(cluster: Cluster) -> None:
    with cluster.running():
        write_rows(cluster)
        killed = cluster.pid
        kill(cluster)
        wait_for(lambda: cluster.pid not in {killed, None} and cluster._answers())
        assert count_rows(cluster) == 1000
    assert not cluster.is_running


def test_the_last_program_to_leave_stops_the_server(cluster: Cluster) -> None:
    second = Cluster(cluster.folder, durable=False)
    cluster.start()
    second.start()
    assert second.pid == cluster.pid
    cluster.leave()
    assert second.is_running
    second.leave()
    assert not second.is_running


def test_a_killed_program_leaves_its_server_to_the_next(cluster: Cluster) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, cluster.folder], stdout=subprocess.PIPE, text=True
    )
    pid = int(program.stdout.readline())
    program.kill()
    program.communicate()
    cluster.start()
    assert cluster.pid == pid
    cluster.leave()
    assert not cluster.is_running


def test_programs_that_start_at_once_make_one_database_and_share_one_server(place: Path) -> None:
    clusters = [Cluster(place / "db", durable=False) for _ in range(3)]
    threads = [threading.Thread(target=each.start) for each in clusters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each.pid for each in clusters}) == 1
    for each in clusters:
        each.leave()
    assert not clusters[0].is_running


def test_two_databases_live_side_by_side(place: Path) -> None:
    mittkoping, norrhamn = (Cluster(place / name, durable=False) for name in ("mittkoping", "norrhamn"))
    with mittkoping.running(), norrhamn.running():
        write_rows(mittkoping, 3)
        write_rows(norrhamn, 5)
        assert (count_rows(mittkoping), count_rows(norrhamn)) == (3, 5)


def test_a_folder_with_a_long_and_odd_name_has_a_socket_too(place: Path) -> None:
    cluster = Cluster(place / ("å, ä 'och' ö" * 4) / ("n" * 90), durable=False)
    with cluster.running():
        write_rows(cluster, 7)
        assert Cluster(cluster.folder).address() == cluster.address()
        assert count_rows(cluster) == 7
    cluster.layout.socket_folder.rmdir()


def test_a_beginning_that_was_cut_short_is_begun_again(cluster: Cluster) -> None:
    cluster.start()
    cluster.leave()
    cluster.layout.data.rename(cluster.layout.unfinished)
    (cluster.layout.unfinished / "global" / "pg_control").unlink()
    cluster.start()
    write_rows(cluster)
    assert not cluster.layout.unfinished.exists()


def test_another_process_with_the_number_of_the_dead_server_is_not_taken_for_it(cluster: Cluster) -> None:
    cluster.start()
    lock = cluster.layout.data / "postmaster.pid"
    text = lock.read_text()
    cluster.leave()
    user = server_user(cluster.layout.data)
    with subprocess.Popen(["sleep", "60"], **user.switch()) as other:
        lock.write_text("\n".join([str(other.pid), *text.splitlines()[1:]]))
        cluster.start()
        assert cluster.pid != other.pid
        other.kill()


def test_a_server_whose_socket_was_cleared_away_is_told_about(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allmanning.server.postgres import cluster as module
    from allmanning.server.postgres.errors import SocketError

    cluster.start()
    shutil.rmtree(cluster.layout.socket_folder)
    monkeypatch.setattr(module, "ANSWERING_SECONDS", 0.1)
    with pytest.raises(SocketError, match=str(cluster.layout.socket_folder)):
        Cluster(cluster.folder, durable=False).start()


@LINUX
def test_the_server_inherits_no_file_and_no_password(
    cluster: Cluster, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:hemligt@host/db")
    monkeypatch.setenv("PGPORT", "1")
    with (place / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        cluster.start()
        process = Path(f"/proc/{cluster.pid}")
        assert str(place / "open") not in {str(link.readlink()) for link in (process / "fd").iterdir()}
        assert b"hemligt" not in (process / "environ").read_bytes()


def test_nobody_else_can_look_into_the_database(cluster: Cluster) -> None:
    cluster.start()
    for folder in (cluster.layout.data, cluster.layout.socket_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == server_user(cluster.layout.data).uid


def test_nothing_can_switch_off_that_rows_are_safe(cluster: Cluster) -> None:
    durable = Cluster(cluster.folder)
    durable.start()
    durable.stop()
    (cluster.folder / "local.conf").write_text("fsync = off\nwork_mem = 9MB\n")
    with durable.running(), psycopg.connect(durable.address(SUPERUSER).as_conninfo()) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "work_mem")]
    assert shown == ["on", "9MB"]
