"""A real PostgreSQL from a wheel, started and stopped by the program; or any other that DATABASE_URL names.

    with Cluster(sensible_folder(Path(".data/postgres"))).running() as cluster:
        cluster.address("allmanning_app")      # web and worker: bound by row-level security
        cluster.address("allmanning_owner")    # migrations: owns the tables

Knows nothing of Django. Unix only: elsewhere set DATABASE_URL.
"""

from allmanning.server.postgres.address import DatabaseAddress, parse_database_url
from allmanning.server.postgres.binaries import Binaries, find_binaries
from allmanning.server.postgres.cluster import Cluster, Progress
from allmanning.server.postgres.errors import DatabaseError
from allmanning.server.postgres.folder import sensible_folder
from allmanning.server.postgres.initialise import APPLICATION, DATABASE, OWNER, SUPERUSER

__all__ = [
    "APPLICATION",
    "DATABASE",
    "OWNER",
    "SUPERUSER",
    "Binaries",
    "Cluster",
    "DatabaseAddress",
    "DatabaseError",
    "Progress",
    "find_binaries",
    "parse_database_url",
    "sensible_folder",
]
