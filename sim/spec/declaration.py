"""Declaring a parameter, beside the equation that uses it; everything else about it is read from here."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from sim.sources import Source
from sim.spec.values import Scalar

QUARTER_UNIT = "quarter"  # the unit of a text that names a quarter, such as 2025Q4
_BETWEEN = re.compile(r"[,;\s\uff0c\uff1b\u3001]+")  # what parts the names of a text: western and Chinese signs


class Param(NamedTuple):
    """What a parameter means: the annotation of a field of a group.

    ``bounds`` (inclusive) is what the equation can bear, ``plausible`` what a sensitivity analysis sweeps,
    both in ``unit``. A text has ``choices``, or the unit ``quarter``; its bounds are then not looked at,
    nor are those of a switch. With ``several`` the text names one or more of the choices, parted by commas;
    ``names`` are theirs in Chinese, in the same order, and may be written in their place.
    """

    unit: str
    bounds: tuple[float, float]
    plausible: tuple[float, float]
    source: Source
    en: str
    zh: str
    symbol: str = ""
    choices: tuple[str, ...] = ()
    several: bool = False
    names: tuple[str, ...] = ()

    def allowed(self, lang: str) -> str:
        """The choices on one line, in Chinese with their names; of a quarter with further choices how one is written, too."""
        named = zip(self.choices, self.names, strict=True) if lang == "zh" and self.names else ()
        quarter = (
            {"zh": "季度（如2025Q4）", "en": "a quarter such as 2025Q4"}[lang] if self.unit == QUARTER_UNIT else ""
        )
        return " | ".join([quarter] * bool(quarter) + ([f"{code} {name}" for code, name in named] or [*self.choices]))


def names_of(text: str) -> tuple[str, ...]:
    """The names that a text with ``several`` choices lists, in its order."""
    return tuple(name for name in _BETWEEN.split(text) if name)


class Declaration(NamedTuple):
    """One declared parameter and its place in the tree."""

    path: str
    group: str
    field: str
    type: type
    default: Scalar
    param: Param

    def from_sample(self, x: float) -> Scalar:
        """The allowed value nearest to a sampled real; a switch is on from one half upwards."""
        if self.type is bool:
            return x >= 0.5
        low, high = self.param.bounds
        inside = min(max(float(x), low), high)
        return int(round(inside)) if self.type is int else inside


class Registry:
    """All groups of a model and their declarations, made once for each set of groups."""

    def __init__(self, groups: Mapping[str, type]) -> None:
        self.groups = MappingProxyType(dict(groups))
        self.fields = {group: tuple(_declared(group, cls)) for group, cls in groups.items()}
        self.defaults = {
            group: groups[group](*(d.type(d.default) for d in fields)) for group, fields in self.fields.items()
        }
        self.declarations: Mapping[str, Declaration] = MappingProxyType(
            {declared.path: declared for fields in self.fields.values() for declared in fields}
        )
        # Every name of a section in a scenario file: "levers" as well as "levers.medical_insurance".
        self.sections = {
            ".".join(parts[:length])
            for parts in (group.split(".") for group in groups)
            for length in range(1, len(parts) + 1)
        }


def registry(groups: Mapping[str, type]) -> Registry:
    """The registry of ``groups``; ``TypeError`` where a field has no ``Param`` or no default."""
    return _registry(tuple(groups.items()))


def declarations(groups: Mapping[str, type]) -> Mapping[str, Declaration]:
    """Every declared parameter by its path, in order of declaration."""
    return registry(groups).declarations


@functools.lru_cache(maxsize=16)
def _registry(items: tuple[tuple[str, type], ...]) -> Registry:
    return Registry(dict(items))


def _declared(group: str, cls: Any) -> list[Declaration]:
    found = []
    for field, hint in annotations_of(cls).items():
        param = param_of(hint)
        if param is None or field not in cls._field_defaults:
            raise TypeError(f"{group}.{field} must be declared as Annotated[type, Param(...)] = default")
        default = cls._field_defaults[field]
        found.append(Declaration(f"{group}.{field}", group, field, get_args(hint)[0], default, param))
    return found


def annotations_of(cls: type) -> dict[str, Any]:
    """The annotations of a group's fields, ``Annotated`` kept."""
    return get_type_hints(cls, include_extras=True)


def param_of(hint: Any) -> Param | None:
    """The ``Param`` of an annotation, or None where it has none or several."""
    if get_origin(hint) is not Annotated:
        return None
    params = [note for note in get_args(hint)[1:] if isinstance(note, Param)]
    return params[0] if len(params) == 1 else None
