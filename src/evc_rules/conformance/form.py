"""Models as plain JSON, written out in full: no shorthand, and a value says of which type it is.

It is what an engine in another language reads, so nothing of how authors write is in it. What is left out has its
default, which the README of the suite names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar

from ..model.attributes import ONGOING, Fact, Grade, Ongoing
from ..model.base import Frozen
from ..model.dossier import Carrier
from ..model.policy import ParameterValue
from ..model.quantities import Age, Amount, decimal, plain

_Model = TypeVar("_Model", bound=Frozen)
_ALWAYS: Final = {"form", "test"}
"""What tells conditions and tests apart is written although it is a default."""


def to_data(value: Any) -> Any:
    """A model, or a value in one, as plain JSON."""
    if isinstance(value, Frozen):
        return {name: _field(value, name) for name in type(value).model_fields if _is_told(value, name)}
    if isinstance(value, Mapping):
        return {str(key): to_data(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_data(each) for each in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    return value.value if isinstance(value, Enum) else str(value)


def _is_told(model: Frozen, name: str) -> bool:
    return name in _ALWAYS or getattr(model, name) != type(model).model_fields[name].get_default()


def _field(model: Frozen, name: str) -> Any:
    value = getattr(model, name)
    if isinstance(model, Carrier) and name == "attributes":
        return {attribute: tagged(each) for attribute, each in value}
    if isinstance(model, Fact) and name == "then":
        return {attribute: tagged(each) for attribute, each in value}
    if isinstance(model, Fact) and name == "given":
        return {attribute: list(codes) for attribute, codes in value}
    if isinstance(model, ParameterValue) and name == "value":
        return tagged(value)
    return to_data(value)


def tagged(value: Any) -> dict[str, Any]:
    """A value with its type."""
    match value:
        case bool():
            return {"flag": value}
        case Amount():
            return {"number": plain(value.value), **({"unit": value.unit} if value.unit else {})}
        case Grade():
            return {"mark": plain(value.value), "scale": value.scale}
        case Ongoing():
            return {"date": str(value)}
        case date():
            return {"date": str(value)}
        case Age():
            return {"months": value.months}
        case frozenset():
            return {"set": sorted(value)}
        case tuple():
            return {"codes": list(value)}
        case str():
            return {"code": value}
    raise TypeError(f"{value!r} is not a value of an attribute or a parameter")


def untagged(data: Mapping[str, Any]) -> Any:
    """A value out of its type and what is written."""
    match data:
        case {"flag": value}:
            return value
        case {"number": number}:
            return Amount(decimal(number), data.get("unit", ""))
        case {"mark": mark, "scale": scale}:
            return Grade(decimal(mark), scale)
        case {"date": str(day)}:
            return ONGOING if day == str(ONGOING) else date.fromisoformat(day)
        case {"months": months}:
            return Age(months)
        case {"set": listed}:
            return frozenset(listed)
        case {"codes": listed}:
            return tuple(listed)
        case {"code": code}:
            return code
    raise ValueError(f"{data!r} is no value")


def from_data(kind: type[_Model], data: Mapping[str, Any]) -> _Model:
    """A model out of plain JSON.

    Raises:
        pydantic.ValidationError: When it is none.
    """
    return kind.model_validate(_read(data))


def _read(data: Any) -> Any:
    """The same with values that carry their type turned into these."""
    if isinstance(data, list):
        return [_read(each) for each in data]
    if not isinstance(data, Mapping):
        return data
    found: dict[str, Any] = {}
    for name, value in data.items():
        match name, value:
            case ("attributes", Mapping()):
                found[name] = tuple(sorted((key, untagged(each)) for key, each in value.items()))
            case ("then", Mapping()):
                found[name] = tuple((key, untagged(each)) for key, each in value.items())
            case ("given", Mapping()):
                found[name] = tuple((key, tuple(each)) for key, each in value.items())
            case ("parameters", list()):
                found[name] = [{**each, "values": [_parameter(one) for one in each["values"]]} for each in value]
            case _:
                found[name] = _read(value)
    return found


def _parameter(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "value": untagged(data["value"])}
