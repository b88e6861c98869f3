"""Procedural tasks: questions with written-out reasoning and exact answers, a folder for each domain."""

import importlib
import pkgutil

from trainers.tasks import arithmetic, general, logic, symbolic
from trainers.tasks.item import Family

FAMILIES: tuple[Family, ...] = tuple(
    family
    for domain in (arithmetic, symbolic, logic, general)
    for module in pkgutil.iter_modules(domain.__path__, f"{domain.__name__}.")
    for family in getattr(importlib.import_module(module.name), "FAMILIES", ())
)
