"""Why no backup was made, or why one was not restored. What there was before is as it was."""


class BackupError(Exception):
    """The backup could not be made, or not be restored."""

    def __init__(self, where: object = "") -> None:
        super().__init__(
            " ".join(part for part in (" ".join((self.__doc__ or "").split()), str(where)) if part)
        )


class TargetExistsError(BackupError):
    """There is a file of that name already. Choose another name; nothing is ever overwritten."""


class NoRoomError(BackupError):
    """The disk is full, or the file may not grow. What had been written was removed. Make room, or choose another disk."""


class NoReaderError(BackupError):
    """A backup must see every municipality's rows, which neither role of the program may.

    Set DATABASE_BACKUP_URL to a role made for it: CREATE ROLE allmanning_backup LOGIN BYPASSRLS; GRANT pg_read_all_data TO it.
    """


class NotAskedInError(BackupError):
    """The database does not let the role in. See to its password and rights, and to pg_hba.conf."""


class NoProgramError(BackupError):
    """PostgreSQL's own programs at hand are older than the server. Point ALLMANNING_POSTGRES_BIN to its version."""


class ProgramFailedError(BackupError):
    """PostgreSQL's own program stopped; nothing was kept of what it did."""


class NotABackupError(BackupError):
    """The file is no backup of this program."""


class DamagedBackupError(BackupError):
    """The file is cut short or was altered. Nothing was restored. Take another copy of it."""


class NewerReleaseError(BackupError):
    """The backup was made by a newer release than this one. Install that release, and restore with it."""


class OlderServerError(BackupError):
    """The backup was made from a newer PostgreSQL than the one to restore into. Use the same major version or a later one."""


class NotEmptyError(BackupError):
    """The database to restore into is not empty, and nothing is ever restored over something. Create a new one."""


class OtherOwnerError(BackupError):
    """The policies name the role that owned the tables. Let DATABASE_OWNER_URL enter as a role of the same name."""
