"""The server's settings and who may enter, written anew at every start."""

from allmanning.server.postgres.folder import Layout, write
from allmanning.server.postgres.initialise import APPLICATION, OWNER, SUPERUSER
from allmanning.server.postgres.server_user import ServerUser

# A small machine's share; the operator's local.conf is read after these and wins.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.swedish",
    "password_encryption": "scram-sha-256",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] %u ",
    "log_checkpoints": "off",
    "log_lock_waits": "on",
    # A failed statement and its details hold people's names and numbers, which have no place in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# On the command line, so that no settings file can undo them: nothing that was acknowledged may be lost.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
# A killed server still loses nothing, a machine without power does.
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}

_ENTRY = f"""\
# Written by Allmänning at every start. Whoever the operating system says you are decides which role you may
# take.
local all {SUPERUSER},{OWNER},{APPLICATION} peer map=allmanning
# Only if local.conf opens a port; the roles have no password until somebody sets one.
host all {OWNER},{APPLICATION} all scram-sha-256
"""


def write_configuration(layout: Layout, starter: ServerUser, user: ServerUser) -> None:
    """Write postgresql.conf, pg_hba.conf and pg_ident.conf into the folder.

    The one who starts the program, the one the server runs as, and root (who can become either) may take each
    role.
    """
    settings = {
        **_SETTINGS,
        "unix_socket_directories": str(layout.socket_folder),
        "hba_file": str(layout.folder / "pg_hba.conf"),
        "ident_file": str(layout.folder / "pg_ident.conf"),
    }
    lines = ["# Written by Allmänning at every start; your own settings go into local.conf beside this file."]
    lines += [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    if (layout.folder / "local.conf").exists():
        lines.append("include 'local.conf'")
    write(layout.folder / "postgresql.conf", "\n".join([*lines, ""]))
    write(layout.folder / "pg_hba.conf", _ENTRY)
    names = sorted({starter.name, user.name, "root"})
    entries = [f'allmanning "{name}" {role}' for name in names for role in (SUPERUSER, OWNER, APPLICATION)]
    write(layout.folder / "pg_ident.conf", "\n".join([*entries, ""]))


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
