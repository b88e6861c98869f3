"""Procedural tasks: questions with written-out reasoning and exact answers, by domain."""

import importlib
import pkgutil

from trainers.tasks.item import Family

FAMILIES: tuple[Family, ...] = tuple(
    family
    for module in pkgutil.iter_modules(__path__, f"{__name__}.")
    for family in getattr(importlib.import_module(module.name), "FAMILIES", ())
)
