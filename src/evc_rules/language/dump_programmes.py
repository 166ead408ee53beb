"""Writes programmes as plain data, the way they are written in files."""

from __future__ import annotations

from typing import Any

from ..model.programme import Elective, Programme, Unit
from .unsugar import Plain, interval, number, reach, some, text


def programme(one: Programme) -> dict[str, Any]:
    """A programme as plain data."""
    return {
        "evc-programme": Plain("1"),
        "programme": one.id,
        "title": text(one.title),
        "institution": one.institution,
        **some(illustrative=one.illustrative, source=one.source),
        "framework": one.framework,
        **some(cohorts=interval(one.cohorts), note=text(one.note)),
        "periods": [
            {"id": each.id, "from": _month_day(each.first), "to": _month_day(each.after)} for each in one.periods
        ],
        "variants": {
            each.id: {
                "total": str(each.total),
                "load": {
                    **some(min=str(each.load_min) if each.load_min else None),
                    "max": str(each.load_max),
                    **some(in_={own.period: _written(min=own.least, max=own.most) for own in each.load_in}),
                },
                **some(
                    units_max=None if each.units_max is None else number(each.units_max),
                    years_max=None if each.years_max is None else number(each.years_max),
                    bsa=each.bsa
                    and {"ec": str(each.bsa.ec), "years": number(each.bsa.years), **some(phase=each.bsa.phase)},
                    fees=each.fees and _written(ec=each.fees.ec, assessment=each.fees.assessment),
                ),
            }
            for each in one.variants
        },
        "units": [_unit(unit) for unit in one.units],
        **some(electives=[_elective(each) for each in one.electives]),
    }


def _written(**values: object) -> dict[str, str]:
    return {key: str(value) for key, value in values.items() if value is not None}


def _elective(one: Elective) -> dict[str, Any]:
    return {
        "id": one.id,
        **some(title=text(one.title)),
        "choose": str(one.choose),
        "from": list(one.units),
        **some(variants=list(one.variants)),
    }


def _month_day(value: tuple[int, int]) -> str:
    return f"{value[0]:02}-{value[1]:02}"


def _unit(one: Unit) -> dict[str, Any]:
    return {
        "id": one.id,
        **some(title=text(one.title)),
        "outcomes": reach(one.outcomes),
        "ec": str(one.ec),
        "offered": _offered(one),
        **some(
            periods=number(one.periods) if one.periods > 1 and not one.spread else None,
            load=[str(each) for each in one.spread],
            within_year=one.within_year,
            requires=list(one.requires),
            alongside=list(one.alongside),
            entry=one.entry and {**_written(ec=one.entry.ec), **some(phase=one.entry.phase)},
            assessment=one.assessment
            and {
                "load": str(one.assessment.load),
                "offered": list(one.assessment.offered),
                **_written(fee=one.assessment.fee),
            },
            variants=list(one.variants),
            phase=one.phase,
        ),
    }


def _offered(one: Unit) -> Any:
    if not one.offered_in:
        return list(one.offered)
    years = {str(each.years): list(each.periods) for each in one.offered_in}
    return {**({"every": list(one.offered)} if one.offered else {}), **years}
