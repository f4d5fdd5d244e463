"""A batch of a population as plain arrays that a kernel can read, and the rows in it that cannot be computed.

A number and an amount are int64, a day int32 (from 1970-01-01), a truth bool, a word int32 (its place among the kernel's
words). A list is where the elements of each row begin, and where the last one ends; int32.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from allmanning.rules.datatypes import Choice, ListOf
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.machine import EPOCH, Kind, kind_of
from allmanning.simulation.errors import DataError
from allmanning.simulation.job import Refusal, Refused
from allmanning.simulation.reading import Columns

type Array = np.ndarray[Any, np.dtype[Any]]
type Mask = np.ndarray[Any, np.dtype[np.bool_]]
type Reason = Literal["missing", "outside"]

MOST_ELEMENTS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Decoded:
    """Arrays by path ("hyra", "barn", "barn.ålder"). `faults` tell for a column the rows that it makes impossible."""

    rows: int
    arrays: Mapping[str, Array]
    faults: Mapping[tuple[str, Reason], Mask]


@dataclass(slots=True)
class _Values:
    """Decoded values; the masks are None where nothing is wrong."""

    array: Array
    missing: Mask | None = None
    outside: Mask | None = None


def decode(
    batch: pa.RecordBatch, columns: Columns, vocabulary: Vocabulary, words: Mapping[str, int]
) -> Decoded:
    """Decode the columns of a batch whose schema has been looked at. Values at fault become some allowed value."""
    arrays: dict[str, Array] = {}
    faults: dict[tuple[str, Reason], Mask] = {}
    for name, fields in columns.items():
        fact, array = vocabulary.facts[name], batch.column(name)
        if isinstance(fact.type, ListOf):
            _list(fact, array, [vocabulary.fields(name)[each] for each in fields], words, arrays, faults)
        else:
            values = _decoded(fact, array, words)
            arrays[name] = values.array
            _note(faults, name, values)
    return Decoded(batch.num_rows, arrays, faults)


def faultless(decoded: Decoded) -> tuple[Decoded, Mask | None]:
    """What is left without the rows at fault, and a mask of the rows that are left; None when all are."""
    if not decoded.faults:
        return decoded, None
    good = ~np.logical_or.reduce(list(decoded.faults.values()))
    arrays: dict[str, Array] = {}
    elements: dict[str, Mask] = {}
    for path, array in decoded.arrays.items():
        list_name, _, field = path.partition(".")
        if field:
            arrays[path] = array[elements[list_name]]
        elif len(array) == decoded.rows + 1:
            lengths = np.diff(array)
            elements[path] = np.repeat(good, lengths)
            arrays[path] = _offsets(lengths[good])
        else:
            arrays[path] = array[good]
    return Decoded(int(good.sum()), arrays, {}), good


def tell(refused: Refused, decoded: Decoded, first: int) -> None:
    """Add what is wrong in a batch to what has been refused; `first` is the number of its first row."""
    if not decoded.faults:
        return
    refused.households += int(np.logical_or.reduce(list(decoded.faults.values())).sum())
    known = {(each.column, each.reason): place for place, each in enumerate(refused.refusals)}
    for (column, reason), mask in decoded.faults.items():
        rows = int(mask.sum())
        place = known.get((column, reason))
        if place is None:
            refused.refusals.append(Refusal(column, reason, rows, first + int(mask.argmax())))
        else:
            before = refused.refusals[place]
            refused.refusals[place] = Refusal(column, reason, before.rows + rows, before.row)


def _list(
    fact: FactDeclaration,
    array: pa.Array,
    fields: Sequence[FactDeclaration],
    words: Mapping[str, int],
    arrays: dict[str, Array],
    faults: dict[tuple[str, Reason], Mask],
) -> None:
    missing = _nulls(array)
    if missing is not None:
        # A list that is not there may still have elements behind it.
        array = pc.coalesce(array, pa.scalar([], array.type))
    offsets = array.offsets.to_numpy()
    first, last = int(offsets[0]), int(offsets[-1])
    if last - first > MOST_ELEMENTS:
        raise DataError(
            f"{fact.name!r} has more than {MOST_ELEMENTS:,} elements in one batch. Give fewer rows at a time"
        )
    elements = array.values.slice(first, last - first)
    offsets = (offsets if first == 0 else offsets - first).astype(np.int32, copy=False)
    lengths = np.diff(offsets)
    outside = _outside(lengths, fact.low, fact.high)
    of_row = _OfRow(lengths)
    absent = _nulls(elements)
    if absent is not None:
        missing = of_row(absent) if missing is None else missing | of_row(absent)
    arrays[fact.name] = offsets
    _note(faults, fact.name, _Values(offsets, missing, outside))
    for field in fields:
        index = elements.type.get_field_index(field.name)
        values = _decoded(field, elements.field(index), words)
        arrays[f"{fact.name}.{field.name}"] = values.array
        masks = [_there(mask, absent) for mask in (values.missing, values.outside)]
        rows = [None if mask is None else of_row(mask) for mask in masks]
        _note(faults, f"{fact.name}.{field.name}", _Values(values.array, *rows))


@dataclass(frozen=True, slots=True)
class _OfRow:
    """Turns a mask over elements into one over rows."""

    lengths: Array

    def __call__(self, mask: Mask) -> Mask:
        rows = np.zeros(len(self.lengths), np.bool_)
        rows[np.repeat(np.arange(len(rows)), self.lengths)[mask]] = True
        return rows


def _there(mask: Mask | None, absent: Mask | None) -> Mask | None:
    """What is wrong in elements that are there."""
    return mask if mask is None or absent is None else mask & ~absent


def _note(faults: dict[tuple[str, Reason], Mask], path: str, values: _Values) -> None:
    reasons: tuple[tuple[Reason, Mask | None], ...] = (
        ("missing", values.missing),
        ("outside", values.outside),
    )
    for reason, mask in reasons:
        if mask is not None and mask.any():
            faults[path, reason] = mask


def _decoded(fact: FactDeclaration, array: pa.Array, words: Mapping[str, int]) -> _Values:
    return _DECODED[kind_of(fact.type)](fact, array, words)


def _number(fact: FactDeclaration, array: pa.Array, words: Mapping[str, int]) -> _Values:
    missing = _nulls(array)
    if array.type != pa.int64():
        array = array.cast(pa.int64())
    if missing is not None:
        array = array.fill_null(fact.low)
    values = _plain(array)
    return _Values(values, missing, _outside(values, fact.low, fact.high))


def _day(fact: FactDeclaration, array: pa.Array, words: Mapping[str, int]) -> _Values:
    missing = _nulls(array)
    array = array.view(pa.int32())
    low, high = (day.toordinal() - EPOCH for day in (fact.low, fact.high) if not isinstance(day, int))
    if missing is not None:
        array = array.fill_null(low)
    values = _plain(array)
    return _Values(values, missing, _outside(values, low, high))


def _truth(fact: FactDeclaration, array: pa.Array, words: Mapping[str, int]) -> _Values:
    missing = _nulls(array)
    if missing is not None:
        array = array.fill_null(False)
    skipped, start = divmod(array.offset, 8)
    bits = np.frombuffer(array.buffers()[1] or b"", np.uint8)[skipped:]
    truths = np.unpackbits(bits, count=start + len(array), bitorder="little")
    return _Values(truths[start:].view(np.bool_), missing)


def _word(fact: FactDeclaration, array: pa.Array, words: Mapping[str, int]) -> _Values:
    assert isinstance(fact.type, Choice)  # noqa: S101 - it is a word
    options = fact.type.options
    codes = np.array([words[option] for option in options], np.int32)
    if pa.types.is_dictionary(array.type):
        told = pc.index_in(array.dictionary, pa.array(options, array.type.value_type)).fill_null(-1)
        missing = _nulls(array.dictionary.take(array.indices)) if _may_lack(array) else None
        indices = array.indices.fill_null(0) if array.null_count else array.indices
        places = told.to_numpy()[indices.to_numpy()] if len(told) else np.full(len(array), -1, np.int32)
    else:
        missing = _nulls(array)
        places = pc.index_in(array, pa.array(options, array.type)).fill_null(-1).to_numpy()
    unknown: Mask | None = places < 0
    if missing is not None:
        unknown = (places < 0) & ~missing
    return _Values(codes[places], missing, unknown)


def _may_lack(array: pa.DictionaryArray) -> bool:
    return bool(array.null_count or array.dictionary.null_count)


_DECODED: dict[Kind, Callable[[FactDeclaration, pa.Array, Mapping[str, int]], _Values]] = {
    "number": _number,
    "day": _day,
    "truth": _truth,
    "word": _word,
}


def _plain(array: pa.Array) -> Array:
    """The values themselves, where they stand; aligned for machine code."""
    values: Array = array.to_numpy()
    return values if values.flags.aligned else values.copy()


def _nulls(array: pa.Array) -> Mask | None:
    if array.null_count == 0:
        return None
    mask: Mask = array.is_null().to_numpy(zero_copy_only=False)
    return mask


def _outside(values: Array, low: Any, high: Any) -> Mask | None:
    if len(values) == 0 or (values.min() >= low and values.max() <= high):
        return None
    mask: Mask = (values < low) | (values > high)
    return mask


def _offsets(lengths: Array) -> Array:
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return offsets
