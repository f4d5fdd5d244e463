"""A Spark session: on this machine, or as the driver of a cluster. It says nothing but through errors, and leaves nothing."""

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from allmanning.simulation.errors import MissingExtraError, SimulationError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

OLDEST_JAVA = 17
SECONDS_TO_END = 30

_MASTER = re.compile(r"local(\[.+\])?|local-cluster\[.+\]|spark://.+|k8s://.+|yarn")
_SETTINGS = {
    "spark.app.name": "allmanning",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # Java does not compile methods as long as those that Spark would make of a whole package; shorter ones it does.
    "spark.sql.codegen.hugeMethodLimit": "8000",
    # What overflows or lies outside an array is an error and never NULL.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.variable.substitute": "false",
    # Days before 1582 are the same days to us and to Spark.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}
_LOOPBACK = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


class NoJavaError(SimulationError):
    """Spark needs Java 17 or 21, and none was found. On Debian: apt install default-jre-headless. Or set JAVA_HOME."""

    def __init__(self, found: str = "") -> None:
        message = str(self.__doc__)
        super().__init__(message.replace("none was found", f"only {found} was found") if found else message)


class NoSparkError(SimulationError):
    """Spark did not start. Look at the address of its master, and whether it is reached from here."""

    def __init__(self, master: str, log: Path) -> None:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
        reasons = [line for line in lines if re.search(r"Exception|\bERROR\b", line)] or lines
        super().__init__(f"Spark did not start on {master}. {reasons[-1] if reasons else self.__doc__}"[:500])


@contextmanager
def session(master: str) -> Iterator["SparkSession"]:
    """A session on "local[*]", "local-cluster[2,1,1024]", or spark://host:7077.

    Only one at a time. Raises MissingExtraError and SimulationError.
    """
    try:
        import pyspark
    except ImportError:
        raise MissingExtraError("The engine spark", "spark") from None
    if not _MASTER.fullmatch(master):
        hint = "Write spark://HOST:7077, k8s://HOST, yarn, or local[*] for this machine"
        raise SimulationError(f"{master!r} is no master of Spark. {hint}")
    refuse_without_java()
    is_here = master.startswith("local")
    with TemporaryDirectory(prefix="allmanning-spark-") as name:
        folder = Path(name)
        settings = {**_SETTINGS, "spark.master": master}
        settings["spark.sql.warehouse.dir"] = (folder / "warehouse").as_uri()
        surroundings = {"SPARK_HOME": str(_home(Path(pyspark.__file__).parent, folder / "home"))}
        if is_here:
            settings |= {**_LOOPBACK, "spark.local.dir": name}
            surroundings["SPARK_LOCAL_IP"] = "127.0.0.1"
        with (
            _java(settings, surroundings, folder / "log") as gateway,
            _running(settings, gateway, folder / "log") as spark,
        ):
            yield spark


def refuse_without_java() -> None:
    """Raises NoJavaError when there is no Java, or one that is too old."""
    home = os.environ.get("JAVA_HOME", "")
    java = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if java is None:
        raise NoJavaError
    answer = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r'version "(?:1\.)?(\d+)', answer.stderr + answer.stdout)
    if version is None or int(version[1]) < OLDEST_JAVA:
        raise NoJavaError(f"Java {version[1]}" if version else f"{java}, which does not tell its version,")


def _home(package: Path, home: Path) -> Path:
    """Spark as pip installed it, where its workers may write."""
    home.mkdir()
    for each in package.iterdir():
        (home / each.name).symlink_to(each)
    return home


@contextmanager
def _java(settings: Mapping[str, str], surroundings: Mapping[str, str], log: Path) -> Iterator[Any]:
    """A Java of our own with Spark in it; the next session starts another."""
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.logger import PySparkLogger

    # Every error comes as an exception; here it would be told as well.
    PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True
    logging.getLogger("py4j").setLevel(logging.WARNING)
    launch: Callable[..., Any] = launch_gateway
    configuration = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    with log.open("wb") as output, _environment(surroundings):
        try:
            gateway = launch(configuration, {"stdout": output, "stderr": output})
        except PySparkException as error:
            raise NoSparkError(settings["spark.master"], log) from error
    try:
        yield gateway
    finally:
        SparkContext._gateway = SparkContext._jvm = None
        _end(gateway)


@contextmanager
def _running(settings: Mapping[str, str], gateway: Any, log: Path) -> Iterator["SparkSession"]:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    configuration = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    with ExitStack() as stack:
        try:
            context = SparkContext(conf=configuration, gateway=gateway)
            stack.callback(context.stop)
            spark = SparkSession(context)
        except (PySparkException, Py4JError) as error:
            raise NoSparkError(settings["spark.master"], log) from error
        yield spark


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Variables for a process that is started meanwhile."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({} if value is None else {name: value})


def _end(gateway: Any) -> None:
    """Java ends when nobody holds on to it."""
    gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
