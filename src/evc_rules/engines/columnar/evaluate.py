"""A query that answers for every dossier what each ruleset says of it; larger than memory where the backend can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import add, and_, or_
from typing import Any, Final

import ibis  # type: ignore[import-untyped]

from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute
from ..compiled.circuit import Answered, Circuit
from ..compiled.tables import attribute_of
from .asking import Asking
from .dialect import Dialect
from .flat import DOSSIERS, EVIDENCE, VERDICTS, attributes_in, column
from .leaves import LeafWords, covering, failing
from .prepared import Things, things
from .settle import Settling, answers
from .slots import MOST_ITEMS, WIDTH, KindLayout, Layout, Slot, Tally, bounded
from .spoken import Spoken
from .words import Place, Wording, ends

_SIDES: Final = ("lo", "hi")
_TWINS: Final = ("twin0", "twin1", "twin2", "twin3")
_BYTE: Final = 8
_SLOTS: Final = (61, 59, 53, 47)
_LONG_AGO: Final = -10_000_000
_PRIMES: Final = (7919, 104729, 31, 1299709, 611953, 17389)
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Tables:
    """Dossiers as they lie flat, as tables of one backend, every column there.

    Attributes:
        dossiers: One row each.
        evidence: One row an item.
        verdicts: One row a verdict.
        judgements: One row an answer.
    """

    dossiers: Any
    evidence: Any
    verdicts: Any
    judgements: Any


@dataclass(frozen=True)
class Columnar:
    """Rulesets made ready to be asked about tables of dossiers.

    Attributes:
        circuit: The rulesets, numbered.
        on: The decision date.
        dialect: What the backend calls things.
        scales: How many decimals the columns of numbers have.
        occurring: The codes that occur, by attribute, where longer codes fall under shorter ones.
    """

    circuit: Circuit
    on: date
    dialect: Dialect
    scales: Mapping[str, int]
    occurring: Mapping[str, Sequence[str]]

    @cached_property
    def asking(self) -> Asking:
        """Asks the reference what tests say."""
        return Asking.about(self.circuit, self.on)

    @cached_property
    def layout(self) -> Layout:
        """Where everything is."""
        return Layout(self.circuit, dict(self.scales), self.on)

    @cached_property
    def leaves(self) -> LeafWords:
        """Where leaves are."""
        return LeafWords(self.circuit.framework)

    @cached_property
    def spoken(self) -> Spoken:
        """Where it is what verdicts say."""
        return Spoken(self.circuit)

    @cached_property
    def _covering(self) -> dict[str, frozenset[int]]:
        return covering(self.circuit.framework, self.circuit.place)

    def ask(self, tables: Tables) -> Any:
        """For each dossier: whether it must be answered elsewhere, and where each ruleset grants and bars.

        The columns `r0gt_0` and so on hold leaves as bits: of a ruleset, by grants or bars, surely or maybe.
        """
        found = self._applicants(tables.dossiers)
        sources: dict[str, list[str]] = {f"w{each}": [f"p{each}"] for each in range(self.layout.count)}
        for kind, gathered in self._evidence(tables):
            renamed = {f"{name}_{kind}": name for name in gathered.columns if name != "dossier"}
            found = self._joined(found, gathered.rename(**renamed))
            for new, name in renamed.items():
                sources.setdefault(name, []).append(new)
        for gathered in (self._vectors(tables), self._verdicts(tables), self._judgements(tables.judgements)):
            found = self._joined(found, gathered)
        found = found.mutate(**self._together(found, sources))
        settling = Settling(found, self.layout, self.leaves, self.spoken, self.asking, self.dialect)
        settled = settling.settled()
        elsewhere = ibis.literal(value=True) if self.layout.beyond else settled.odd > 0
        answers_ = {name: settled[name] for name in self.columns}
        return settled.select("dossier", elsewhere=elsewhere, **answers_)

    def _together(self, found: Any, sources: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """What was found among things of all kinds."""

        def of(name: str, how: Any) -> Any:
            parts = [found[each] for each in sources.get(name, ())]
            return reduce(how, parts) if parts else ibis.literal(0, type="int64")

        together = {f"w{each}": of(f"w{each}", or_) for each in range(self.layout.count)}
        together |= {name: of(name, add) for number in range(len(self.layout.tallies)) for name in _pair(number)}
        alike = [self.dialect.ones(of(name, or_)) < of("counted", add) for name in _TWINS]
        odd = (of("odd", or_) > 0) | (of("items", add) > MOST_ITEMS) | reduce(and_, alike)
        return {**together, "odd": odd.cast("int64")}

    @property
    def columns(self) -> list[str]:
        """The columns of leaves."""
        return [
            f"r{ruleset}{side}_{word}"
            for ruleset in range(len(self.circuit.rulesets))
            for side in ("gt", "gm", "bt", "bm")
            for word in range(self.leaves.words)
        ]

    @staticmethod
    def _joined(people: Any, found: Any) -> Any:
        """The dossiers with what was found in them; nothing found is zero."""
        if found is None:
            return people
        found = found.rename(found_in="dossier")
        joined = people.left_join(found, people.dossier == found.found_in).drop("found_in")
        added = [name for name in found.columns if name != "found_in"]
        return joined.mutate(**{name: joined[name].fill_null(0) for name in added})

    # The applicant

    def _cohort(self, cohort: Any) -> Any:
        """The class of a cohort: 0 when it is not known."""
        above: Any = ibis.literal(1, type="int64")
        for turn in self.asking.turns:
            above = above + (cohort >= turn).cast("int64")
        return ibis.ifelse(cohort.isnull(), 0, above).cast("int64")

    def _applicants(self, dossiers: Any) -> Any:
        place = KindLayout(self.layout, APPLICANT)
        values = {
            one.id: dossiers[column(DOSSIERS, one.id)]
            for one in self.circuit.framework.vocabulary.carried_by(APPLICANT)
        }
        cohort = self._cohort(values["cohort"])
        wording = self._wording(APPLICANT, values, dossiers.unknown, cohort, values["start"])
        wording.ask(place.screens())
        words = {
            f"p{each}": wording.word(place.screens(), each) if each in place.words else ibis.literal(0, type="int64")
            for each in range(self.layout.count)
        }
        return dossiers.select("dossier", cohort_class=cohort, begins=values["start"], **words)

    def _wording(
        self, kind: str, values: Mapping[str, Any], unknown: Any, cohort: Any, start: Any, doubtful: Any = None
    ) -> Wording:
        return Wording(
            self.circuit,
            self.asking,
            self.dialect,
            kind,
            values,
            unknown,
            cohort if self.asking.turns else None,
            start,
            self.occurring,
            self._covering,
            doubtful,
        )

    def _about(self, kind: str, found: Things) -> Wording:
        """What says which screens things of a kind pass."""
        rows = found.rows
        return self._wording(kind, found.values, rows.unknown, rows.cohort_class, rows.begins, found.undated)

    def _with_applicant(self, table: Any, dossiers: Any, screens: Iterable[int]) -> Any:
        """Things with the cohort and the start of the applicant, where some test hangs on them."""
        if not any(self.circuit.screens[screen].hanging for screen in screens) and not self._spans_to_start(screens):
            nothing = ibis.literal(0, type="int64")
            return table.mutate(cohort_class=nothing, begins=ibis.null("date"))
        people = dossiers.select(
            whose="dossier", cohort_class=self._cohort(dossiers.cohort), begins=dossiers[column(DOSSIERS, "start")]
        )
        return table.left_join(people, table.dossier == people.whose).drop("whose")

    def _spans_to_start(self, screens: Iterable[int]) -> bool:
        spans = (tally for tally in self.layout.tallies if tally.span and tally.of == "start")
        return any(lane.screen in set(screens) for tally in spans for lane in tally.lanes)

    # Evidence

    def _needed(self, kind: str, screens: Iterable[int]) -> set[str]:
        tests = [test for screen in screens for test in self.circuit.screens[screen].asked]
        needed = {attribute_of(test, kind) for test in tests}
        needed |= {name for screen in screens for name in self.circuit.screens[screen].aligned}
        needed |= {tally.of for tally in self.layout.tallies if isinstance(tally.of, str) and not tally.span}
        return needed | {"from", "to", "date"}

    def _evidence(self, tables: Tables) -> Iterable[tuple[str, Any]]:
        """What was found in the evidence of each dossier, by kind: screens, totals, and whether something is odd."""
        vocabulary = self.circuit.framework.vocabulary
        for kind in EVIDENCE_KINDS:
            place = KindLayout(self.layout, kind)
            asked = {slot.screen for slot in place.screens().values()}
            if asked:
                rows = self._with_applicant(tables.evidence, tables.dossiers, asked)
                found = things(rows, kind, self._needed(kind, asked), vocabulary, self.on, self.dialect)
                yield kind, self._grouped(place, self._branch(place, found))

    def _grouped(self, place: KindLayout, rows: Any) -> Any:
        """What was found in the things of one kind, by dossier."""
        shared = {word for word, _ in place.slots.values()}
        found = {f"w{each}": self.dialect.either(rows[f"w{each}"]) for each in sorted(shared)}
        found |= {name: rows[name].sum().cast("int64") for number in place.runs for name in _pair(number)}
        if any(not self.layout.tallies[number].span for number in place.runs):
            found |= {
                "counted": rows.counted.sum().cast("int64"),
                **{name: self.dialect.either(rows[name]) for name in _TWINS},
            }
        return rows.group_by("dossier").agg(odd=rows.odd.max(), items=rows.count(), **found)

    def _branch(self, place: KindLayout, found: Things) -> Any:
        """The rows of one kind, as words and amounts."""
        screens = place.screens()
        wording = self._about(place.kind, found)
        wording.ask(screens)
        words = {}
        for each in place.words:
            words[_named(each)] = wording.word(screens, each)
        amounts = self._amounts(place, found)
        key = self._key(place, found)
        with_words = found.rows.select("dossier", contradicts=found.odd, key=key, **words, **amounts)
        with_words = self._with_reached(place, with_words)
        odd = with_words.contradicts
        for word, bit in place.odd.values():
            odd = odd | (((with_words[_named(word)] >> (bit + WIDTH)) & 1) == 1)
        shared: dict[str, int] = {}
        for word, bit in place.slots.values():
            shared[_named(word)] = shared.get(_named(word), 0) | 1 << bit | 1 << (bit + WIDTH)
        columns = {
            f"w{each}": with_words[_named(each)] & shared[_named(each)]
            for each in range(self.layout.count)
            if _named(each) in shared
        }
        for number, (word, bit, lanes) in place.runs.items():
            if self.layout.tallies[number].span:
                columns |= self._covered(place, number, with_words)
                continue
            for name, side, offset in zip(_pair(number), _SIDES, (0, WIDTH), strict=True):
                index = (with_words[_named(word)] >> (bit + offset)) & ((1 << len(lanes)) - 1)
                amount = with_words[f"{side}_{_amount_name(self.layout.tallies[number])}"]
                columns[name] = self.dialect.pick(_spread(lanes), index) * amount
        return with_words.select("dossier", odd=odd.cast("int64"), **columns, **self._twins(place, with_words))

    def _counts(self, place: KindLayout, words: Any) -> Any:
        """Whether a thing is, or may be, counted or summed; None when no thing of the kind ever is."""
        found = None
        for number, (word, bit, lanes) in place.runs.items():
            if not self.layout.tallies[number].span:
                mask = ((1 << len(lanes)) - 1) << (bit + WIDTH)
                counts = (words[_named(word)] & ibis.literal(mask, type="int64")) != 0
                found = counts if found is None else found | counts
        return found

    def _amounts(self, place: KindLayout, found: Things) -> dict[str, Any]:
        """What things add to totals; and when they begin and end, for spans."""
        amounts: dict[str, Any] = {}
        for number in place.runs:
            tally = self.layout.tallies[number]
            if tally.span:
                first, last, known = ends(found.values, tally.of, self.on, found.rows.begins)  # type: ignore[arg-type]
                epoch = ibis.literal(_EPOCH)
                amounts["first"] = first.delta(epoch, unit="day").cast("int64")
                amounts[f"last{number}"] = last.delta(epoch, unit="day").cast("int64")
                amounts[f"known{number}"] = known
                continue
            low, high = self._amount(place.kind, tally, found)
            amounts[f"lo_{_amount_name(tally)}"] = low
            amounts[f"hi_{_amount_name(tally)}"] = high
        return amounts

    def _amount(self, kind: str, tally: Tally, found: Things) -> tuple[Any, Any]:
        """What a thing adds at least and at most [steps], no more than matters."""
        if not isinstance(tally.of, str):
            return ibis.literal(1, type="int64"), ibis.literal(1, type="int64")
        declared = self.layout.declared(tally.of, kind)
        assert declared is not None  # noqa: S101 - only such kinds add to it
        low, high = _bounds(declared, tally, found)
        return ibis.least(low, tally.most).cast("int64"), ibis.least(high, tally.most).cast("int64")

    # Spans: in the order in which things begin, each adds the days that none before it reached

    def _passes(self, place: KindLayout, number: int, lane: int, side: int, rows: Any) -> Any:
        word, bit, _ = place.runs[number]
        passes = ((rows[_named(word)] >> (bit + lane + side * WIDTH)) & 1) == 1
        return passes if side else passes & rows[f"known{number}"]

    def _with_reached(self, place: KindLayout, rows: Any) -> Any:
        """For each span, surely and maybe: how far things that begin before, and pass, have reached."""
        reached: dict[str, Any] = {}
        before = (
            ibis.window(group_by=rows.dossier, order_by=rows.first, rows=(None, -1))
            if "first" in rows.columns
            else None
        )
        for number, (_, _, lanes) in place.runs.items():
            if self.layout.tallies[number].span:
                for lane in range(len(lanes)):
                    for side, name in enumerate(_SIDES):
                        last = ibis.ifelse(self._passes(place, number, lane, side, rows), rows[f"last{number}"], None)
                        reached[f"{name}{number}_{lane}"] = last.max().over(before)
        return rows.mutate(**reached) if reached else rows

    def _covered(self, place: KindLayout, number: int, rows: Any) -> dict[str, Any]:
        tally = self.layout.tallies[number]
        found = {}
        for side, name in enumerate(_SIDES):
            total: Any = ibis.literal(0, type="int64")
            for lane, each in enumerate(place.runs[number][2]):
                begin = ibis.greatest(rows.first, rows[f"{name}{number}_{lane}"].fill_null(_LONG_AGO))
                days = ibis.least(ibis.greatest(rows[f"last{number}"] - begin, 0), tally.most)
                passes = self._passes(place, number, lane, side, rows)
                total = total + (ibis.ifelse(passes, days, 0).cast("int64") << each.shift)
            found[f"{name}{number}"] = total
        return found

    def _key(self, place: KindLayout, found: Things) -> Any:
        """A number that is the same for two things that are the same."""
        key: Any = ibis.literal(0, type="int64")
        primes = iter(_PRIMES * 8)
        for one in sorted(self.circuit.framework.vocabulary.carried_by(place.kind), key=lambda one: one.id):
            value = found.values[one.id]
            if one.type == "date":
                value = value.delta(ibis.literal(_EPOCH), unit="day")
            if one.type in {"number", "date"}:
                key = key + value.cast("int64").fill_null(1) * next(primes)
        return key.abs()

    def _twins(self, place: KindLayout, rows: Any) -> dict[str, Any]:
        """A few bits that are the same for two things that are the same; so that doubles show as bits that are missing.

        Doubles matter only where things are counted or summed. A dossier in which two of those share all of them is
        answered elsewhere, whether or not they are the same.
        """
        counts = self._counts(place, rows)
        if counts is None:
            return {}
        one = ibis.literal(1, type="int64")
        places = [(rows.key >> (6 * number)) % slots for number, slots in enumerate(_SLOTS)]
        bits = {name: ibis.ifelse(counts, one << at, 0) for name, at in zip(_TWINS, places, strict=True)}
        return {"counted": counts.cast("int64"), **bits}

    # What things cover

    def _vectors(self, tables: Tables) -> Any:
        """For each screen that is aligned with the target the leaves that something which passes it covers."""
        branches: list[Any] = []
        for kind in EVIDENCE_KINDS:
            screens = [one for one in self.layout.aligned if kind in self.layout.kinds(one)]
            if screens:
                branches += self._covers(kind, screens, tables)
        if not self.layout.aligned:
            return None
        names = [f"{self._vector_name(screen, which)}_{word}" for screen in self.layout.aligned
                 for which in "tm" for word in range(self.leaves.words)]  # fmt: skip
        if not branches:
            return tables.dossiers.select("dossier", **{name: ibis.literal(0, type="int64") for name in names})
        together = ibis.union(*branches) if len(branches) > 1 else branches[0]
        return together.group_by("dossier").agg(**{name: self.dialect.either(together[name]) for name in names})

    @staticmethod
    def _vector_name(screen: int, which: str) -> str:
        return f"c{screen}{which}"

    def _covers(self, kind: str, screens: Sequence[int], tables: Tables) -> Iterable[Any]:
        by_attribute: dict[str, list[int]] = {}
        for screen in screens:
            by_attribute.setdefault(self.circuit.screens[screen].aligned[0], []).append(screen)
        for name, asked in by_attribute.items():
            if self.layout.declared(name, kind) is None:
                continue
            places: dict[Place, Slot] = {divmod(number, WIDTH): Slot(screen) for number, screen in enumerate(asked)}
            rows = self._with_applicant(tables.evidence, tables.dossiers, asked)
            found = things(
                rows, kind, self._needed(kind, asked), self.circuit.framework.vocabulary, self.on, self.dialect
            )
            wording = self._about(kind, found)
            wording.ask(places)
            words = {}
            for each in {word for word, _ in places}:
                words[f"a{each}"] = wording.word(places, each)
            rows = found.rows.select("dossier", covers=found.values[name], **words)
            passing = reduce(or_, (rows[name] != 0 for name in words))
            rows = rows.filter(passing & (rows.covers.length() > 0))
            rows = rows.mutate(reference=rows.covers.unnest()).drop("covers")
            columns: dict[str, Any] = {}
            for word in range(self.leaves.words):
                masks = self._masks(self._covering, word)
                rows = rows.mutate(**{f"m{word}": self.dialect.get(masks, rows.reference).fill_null(0)})
            for screen in self.layout.aligned:
                for which, offset in (("t", 0), ("m", WIDTH)):
                    for word in range(self.leaves.words):
                        value: Any = ibis.null("int64")
                        if screen in asked:
                            at, bit = divmod(asked.index(screen), WIDTH)
                            value = -((rows[f"a{at}"] >> (bit + offset)) & 1) & rows[f"m{word}"]
                        columns[f"{self._vector_name(screen, which)}_{word}"] = value
            yield rows.select("dossier", **columns)

    def _masks(self, reach: Mapping[str, frozenset[int]], word: int) -> dict[str, int]:
        found = {ref: self.leaves.masks(leaves).get(word, 0) for ref, leaves in reach.items()}
        return {ref: mask for ref, mask in found.items() if mask}

    # Verdicts and judgements

    def _verdicts(self, tables: Tables) -> Any:
        """What verdicts say: which pairs of a screen and a leaf are surely or maybe achieved, and which surely not."""
        spoken = self.spoken
        screens = spoken.screens
        if not spoken.words:
            return None
        vocabulary = self.circuit.framework.vocabulary
        rows = self._with_applicant(tables.verdicts, tables.dossiers, screens)
        found = things(rows, VERDICT, self._needed(VERDICT, screens), vocabulary, self.on, self.dialect)
        places: dict[Place, Slot] = {divmod(number, WIDTH): Slot(screen) for number, screen in enumerate(screens)}
        wording = self._about(VERDICT, found)
        wording.ask(places)
        words = {f"a{each}": wording.word(places, each) for each in sorted({word for word, _ in places})}
        failing_ = failing(self.circuit.framework, self.circuit.place)
        speaks = {}
        for word in range(spoken.words):
            for name, reach in (("yes", self._covering), ("no", failing_)):
                masks = {ref: spoken.of_leaves(leaves, word) for ref, leaves in reach.items()}
                said = self.dialect.get({ref: mask for ref, mask in masks.items() if mask}, found.rows.outcome)
                achieved = found.rows.achieved if name == "yes" else ~found.rows.achieved
                speaks[f"{name}{word}"] = ibis.ifelse(achieved, said, 0).fill_null(0)
        rows = found.rows.select("dossier", **words, **speaks)
        columns = {}
        for word in range(spoken.words):
            passing = {which: self._passing(rows, word, offset) for which, offset in (("t", 0), ("m", WIDTH))}
            columns[f"at{word}"] = passing["t"] & rows[f"yes{word}"]
            columns[f"am{word}"] = passing["m"] & rows[f"yes{word}"]
            columns[f"af{word}"] = passing["t"] & rows[f"no{word}"]
        rows = rows.select("dossier", **columns)
        return rows.group_by("dossier").agg(**{name: self.dialect.either(rows[name]) for name in columns})

    def _passing(self, rows: Any, word: int, offset: int) -> Any:
        """The bits of a column of pairs whose screens a verdict passes; looked up eight screens at a time."""
        of_screen = self.spoken.of_screen(word)
        found: Any = ibis.literal(0, type="int64")
        screens = self.spoken.screens
        bytes_ = [
            (lane, bit, screens[first + bit : first + min(bit + _BYTE, WIDTH)])
            for lane, first in enumerate(range(0, len(screens), WIDTH))
            for bit in range(0, WIDTH, _BYTE)
        ]
        for lane, bit, several in bytes_:
            if not any(screen in of_screen for screen in several):
                continue
            listed = [
                reduce(or_, (of_screen.get(screen, 0) for each, screen in enumerate(several) if index >> each & 1), 0)
                for index in range(1 << len(several))
            ]
            index = (rows[f"a{lane}"] >> (bit + offset)) & (len(listed) - 1)
            found = found | self.dialect.pick(listed, index)
        return found

    def _judgements(self, judgements: Any) -> Any:
        asked = answers(self.circuit)
        if not asked:
            return None
        rows = judgements.filter((judgements.on.isnull() | (judgements.on <= ibis.literal(self.on))).fill_null(True))
        words = (len(asked) - 1) // WIDTH + 1
        columns = {}
        for word in range(words):
            names: dict[str, int] = {}
            owners: dict[str, int] = {}
            anyone = 0
            for bit, place in enumerate(asked[word * WIDTH : (word + 1) * WIDTH]):
                node = self.circuit.nodes[place]
                assert isinstance(node, Answered)  # noqa: S101 - for the type checker
                names[node.condition.id] = names.get(node.condition.id, 0) | 1 << bit
                if node.owner is None:
                    anyone |= 1 << bit
                else:
                    owners[node.owner] = owners.get(node.owner, 0) | 1 << bit
            owners = {name: mask | anyone for name, mask in owners.items()}
            named = self.dialect.get(names, rows.judgement).fill_null(0)
            owned = self.dialect.get(owners, rows.ruleset).fill_null(anyone)
            both = named & owned
            columns[f"j{word}"] = ibis.ifelse(rows.answer, both, both << WIDTH)
        rows = rows.select("dossier", **columns)
        return rows.group_by("dossier").agg(**{name: self.dialect.either(rows[name]) for name in columns})


def _pair(number: int) -> tuple[str, str]:
    """The columns of a tally: what surely adds up, and what may."""
    return f"lo{number}", f"hi{number}"


def _named(word: int) -> str:
    return f"w{word}" if word >= 0 else f"own{-word}"


def _amount_name(tally: Tally) -> str:
    return f"{'span' if tally.span else 'sum'}_{tally.of}_{tally.most}".replace("-", "_")


def _spread(lanes: Sequence[Any]) -> list[int]:
    """For each set of lanes the number by which an amount is multiplied to be in all of them."""
    return [
        reduce(or_, (1 << lane.shift for bit, lane in enumerate(lanes) if index >> bit & 1), 0)
        for index in range(1 << len(lanes))
    ]


def _bounds(declared: Attribute, tally: Tally, found: Things) -> tuple[Any, Any]:
    value = found.values[declared.id]
    steps = (value * 10**tally.scale).cast("int64") if tally.scale else value.cast("int64")
    least = bounded(declared.low, tally.scale)
    most = tally.most if declared.high is None else bounded(declared.high, tally.scale)
    if declared.absent == "none":
        unknown = found.rows.unknown.contains(declared.id).fill_null(False)
        return (
            ibis.coalesce(steps, ibis.ifelse(unknown, least, 0)),
            ibis.coalesce(steps, ibis.ifelse(unknown, most, 0)),
        )
    return steps.fill_null(least), steps.fill_null(most)


def scales_of(evidence: Any) -> dict[str, int]:
    """How many decimals the columns of numbers have."""
    return {name: type_.scale or 0 for name, type_ in evidence.schema().items() if type_.is_decimal()}


def prefixed(circuit: Circuit) -> list[tuple[str, str]]:
    """The columns of codes that fall under one another, as pairs of table and column."""
    found = [
        (table, column(table, name))
        for table in (DOSSIERS, EVIDENCE, VERDICTS)
        for name, one in attributes_in(table, circuit.framework.vocabulary).items()
        if one.type == "code" and one.prefix
    ]
    tested = {getattr(test, "attribute", "") for screen in circuit.screens for test in screen.asked}
    return [(table, name) for table, name in found if name in tested or name.rstrip("_") in tested]
