"""A folder on disk becomes a validated Package value. Knows the rule language; knows no web and no database."""

from allmanning.packages.errors import FactError, LocalError, NoParameterRowError, PackageError
from allmanning.packages.package import Package, load, pack, unpack
from allmanning.packages.reckoning import Line
from allmanning.packages.ruleset import Assessment, Item, ParameterUse, Ruleset
from allmanning.packages.wording import Text

__all__ = [
    "Assessment",
    "FactError",
    "Item",
    "Line",
    "LocalError",
    "NoParameterRowError",
    "Package",
    "PackageError",
    "ParameterUse",
    "Ruleset",
    "Text",
    "load",
    "pack",
    "unpack",
]
