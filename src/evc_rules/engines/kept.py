"""A few things kept for who asks again with the same objects; the one that was not asked for longest makes room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Kept(Generic[_T]):
    """Things made out of objects that are dear to compare. Threads may share it.

    Objects are told apart by their identity. What is kept must hold on to the objects that it was made of, so that no
    other can take their identity while it is kept.

    Args:
        most: How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _T] = OrderedDict()
        self._lock = Lock()

    def get(
        self,
        objects: tuple[object, ...],
        rest: Hashable,
        make: Callable[[], _T],
        alike: Callable[[_T], bool] = lambda _: False,
    ) -> _T:
        """What was made of these objects, or is made of them now; nothing is kept of what cannot be made.

        Args:
            objects: What it is made of.
            rest: What else it hangs on, which is cheap to compare.
            make: Makes it.
            alike: Whether what is kept, of other objects, would do as well.
        """
        key: Hashable = (tuple(map(id, objects)), rest)
        with self._lock:
            if key not in self._kept:
                key = next((other for other, one in self._kept.items() if alike(one)), key)
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            found = self._kept.setdefault(key, made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return found

    def __len__(self) -> int:
        return len(self._kept)
