"""`digest serve`: the site on this computer, rebuilt on every change and reloaded in the browser.

A change that brings a new fault does not reach the site: the last good one stays, and says what is wrong above its
pages. Faults that were there at the start are shown, too, but keep nothing from being seen.
"""

from __future__ import annotations

import contextlib
import signal
import tempfile
import threading
import time
import webbrowser
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import FILE_NAME
from digest.errors import BuildError, DigestError, Faults
from digest.run import kept, pipeline, plans, retouch, store, surroundings, unchanged, watch
from digest.run.preview import Board, Preview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from digest.run.options import Options
    from digest.run.report import Report
    from digest.run.store import Project
    from digest.run.unchanged import Begun
    from digest.run.weighed import Packed


@dataclass(frozen=True, slots=True)
class Listen:
    """Where the server listens."""

    host: str = "127.0.0.1"
    port: int = 8000
    open_browser: bool = False
    """Show the site at once."""


def serve(folder: Path, options: Options, listen: Listen, tell: Callable[[Report | DigestError], None]) -> None:
    """Build and serve until interrupted; the project's own output folder is left alone.

    Args:
        folder: the project.
        options: of each build.
        listen: host and port.
        tell: called after each build with its report, or with what kept it from being done.

    Raises:
        ConfigError: when `digest.toml` is wrong at the start.
        BuildError: when the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="digest-serve-") as temporary, _until_interrupted():
        desk = _Desk(folder, options, Path(temporary, "site"), tell)
        with _listening(listen, desk.root, desk.board) as server:
            seen = watch.look(desk.watched())
            desk.build()
            threading.Thread(target=server.serve_forever, daemon=True).start()
            if listen.open_browser:
                webbrowser.open(f"http://{listen.host}:{listen.port}/")
            while True:
                seen = watch.wait(desk.watched(), seen)
                desk.build()


def watched(project: Project) -> list[Path]:
    """Files and folders whose change asks for a rebuild: settings, content, and the project's own themes."""
    paths = project.config.paths.model_dump(exclude={"output"}).values()
    return sorted({project.root / relative for relative in (*paths, FILE_NAME, "themes")})


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown, where nothing is wrong with it."""

    begun: Begun
    plan: plans.Plan
    validity: unchanged.Validity
    report: Report
    terms: Mapping[str, Packed] = field(default_factory=dict)
    """Words of the articles that were edited since the plan was made."""


class _Desk:
    """One preview: where it is built, and what was wrong with it when it was built last."""

    def __init__(
        self, folder: Path, options: Options, root: Path, tell: Callable[[Report | DigestError], None]
    ) -> None:
        self.root, self.board = root, Board()
        self._folder, self._options, self._tell = folder, options, tell
        self._known: frozenset[str] = frozenset()
        self._last = kept.Site(root, root.with_name("spare"))
        self._shown: _Shown | None = None
        self._watched = watched(store.open_project(folder, options.config))

    def watched(self) -> list[Path]:
        """Return what is to be watched; while the settings are wrong, what it was before, and they themselves."""
        with contextlib.suppress(DigestError):
            self._watched = watched(store.open_project(self._folder, self._options.config))
        return [*self._watched, *([self._options.config] if self._options.config else [])]

    def build(self) -> None:
        """Build, and tell the terminal and the pages."""
        try:
            report = self._built()
        except DigestError as error:
            self._tell(error)
            self.board.post(error.errors if isinstance(error, Faults) else [error], built=False)
            return
        self._tell(report)
        self.board.post(report.errors, built=report.pages > 0)
        if report.pages:
            self._known = frozenset(map(str, report.errors))

    def _built(self) -> Report:
        """Build into `root`, unless there are new faults and a site without them."""
        options = replace(self._options, base_url=None)
        project = store.open_project(self._folder, options.config)
        with pipeline.writing(project, options, "digest serve"), pipeline.without_collector():
            begun = pipeline.begun(project, options)
            return self._retouched(project, begun) or self._whole(project, begun)

    def _whole(self, project: Project, begun: Begun) -> Report:
        built = pipeline.prepare(project, begun.options)
        fresh = {str(error) for error in built.report.errors} - self._known
        if fresh and self.root.exists():
            return built.report
        pages = kept.Pages(kept.still(project, self._last), built.pages, built.renderer)
        report = pipeline.finish(built, pages.files(), self.root, begun.options, self._last.spare)
        self._shown = None
        if report.pages:
            self._last = pages.site()
        if unchanged.is_quiet(report) and (content := plans.content(project, built.pages, built.facts)):
            self._shown = _Shown(begun, plans.of(content), built.validity, report)
        return report

    def _retouched(self, project: Project, begun: Begun) -> Report | None:
        """Show texts that were edited, if that is all; what went before is known."""
        shown, started = self._shown, time.perf_counter()
        paths = unchanged.edited(shown.begun.states, begun.states) if shown else []
        if not shown or not paths or not shown.validity.holds(begun.options):
            return None
        try:
            pages, terms = retouch.publish(project, shown.plan, paths, self._last, shown.terms)
        except (retouch.LargerEditError, plans.ForgottenError, DigestError):  # a whole build tells what is wrong
            return None
        self._last = self._last.with_pages(pages, surroundings.states([self.root]))
        report = replace(shown.report, seconds=time.perf_counter() - started)
        self._shown = replace(shown, begun=begun, report=report, terms=terms)
        return report


@contextlib.contextmanager
def _listening(listen: Listen, root: Path, board: Board) -> Iterator[Preview]:
    try:
        server = Preview((listen.host, listen.port), root, board)
    except OSError as error:
        raise BuildError(f"port {listen.port}: {error.strerror}", hint="choose another one with --port") from error
    with server:
        yield server


@contextlib.contextmanager
def _until_interrupted() -> Iterator[None]:
    """End in peace at Ctrl+C, and in the same way when asked to end by another process."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        yield
