"""Cases of policies as tests of pytest: one test a case; see `evc_rules_pytest` for how pytest finds it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..errors import EvcError
from ..language.beside import is_cases
from ..model.base import Lang
from ..model.cases import PolicyCase
from .cases import CaseResult
from .suites import Suite, Suites
from .telling import failure

_SUITES = pytest.StashKey[Suites]()


def collector(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """What collects a file, when it says that it is a file of cases of a policy."""
    return PolicyCases.from_parent(parent, path=path) if is_cases(path) else None


class PolicyCases(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each case.

        Raises:
            CollectError: With every finding, when the file (or one that it names) cannot be used.
        """
        suites = self.config.stash.setdefault(_SUITES, Suites())
        try:
            suite = suites.open(self.path)
        except EvcError as error:
            raise self.CollectError(_shorter(str(error), self.config)) from error
        seen: Counter[str] = Counter()
        for case in suite.cases.cases:
            name = case.id or case.title.in_("nl").replace("::", ":").strip() or "case"
            seen[name] += 1
            again = f" ({seen[name]})" if seen[name] > 1 else ""
            yield PolicyCaseTest.from_parent(self, name=f"{name}{again}", case=case, suite=suite)


class CaseFailedError(Exception):
    """A case does not come out as expected.

    Attributes:
        failed: What came out otherwise.
    """

    def __init__(self, failed: list[CaseResult]) -> None:
        super().__init__("\n".join(str(one.finding) for one in failed))
        self.failed = failed


class PolicyCaseTest(pytest.Item):
    """One case. `-k` also finds it by its title in another language, its id and the ruleset."""

    def __init__(self, *, case: PolicyCase, suite: Suite, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case, self.suite = case, suite
        named = (case.title.nl, case.title.en, case.id or "", suite.subject.ruleset.id)
        self.extra_keyword_matches.update(filter(None, named))

    def runtest(self) -> None:
        """Run it.

        Raises:
            CaseFailedError: When something comes out otherwise.
        """
        failed = [one for one in self.suite.run_one(self.case) if not one.passed]
        if failed:
            raise CaseFailedError(failed)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was expected, what came out and why, with the lines of the rules."""
        if not isinstance(excinfo.value, CaseFailedError):
            return super().repr_failure(excinfo, style)
        lang: Lang = "en" if os.environ.get("EVC_RULES_LANG") == "en" else "nl"
        told = "\n".join(line for one in excinfo.value.failed for line in failure(self.suite, one, lang))
        return _shorter(told, self.config)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it is written."""
        at = self.case.at
        return self.path, at.line - 1 if at else None, self.name


def _shorter(text: str, config: pytest.Config) -> str:
    """A text with the names of files as seen from where pytest was started."""
    return text.replace(f"{config.invocation_params.dir}{os.sep}", "")
