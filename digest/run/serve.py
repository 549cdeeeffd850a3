"""`digest serve`: the site on this computer, rebuilt and reloaded on every change, by MkDocs' live-reload server."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.config import FILE_NAME
from digest.errors import BuildError, DigestError, UsageError
from digest.run import pipeline, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.run.pipeline import Options
    from digest.run.report import Report
    from digest.run.store import Project

# The server adds a script that waits for changes, which the site's own policy forbids; only the preview goes without.
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')


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
        UsageError: when MkDocs is not installed.
        ConfigError: when `digest.toml` is wrong at the start.
        BuildError: when the port is taken.
    """
    try:
        from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415 -- an extra that only this command needs
    except ImportError as error:
        raise UsageError("serving needs MkDocs", hint="pip install 'digest-press[serve]'") from error
    project = store.open_project(folder, options.config)
    with tempfile.TemporaryDirectory(prefix="digest-serve-") as temporary:
        root = Path(temporary, "site")

        def rebuild() -> None:
            try:
                tell(_preview(folder, options, root))
            except DigestError as error:
                tell(error)

        rebuild()
        server: Any = LiveReloadServer(rebuild, listen.host, listen.port, str(root))
        server.error_handler = lambda code: _error_page(root, code)
        for path in watched(project):
            server.watch(str(path))
        try:
            server.serve(open_in_browser=listen.open_browser)
        except OSError as error:
            raise BuildError(f"port {listen.port}: {error.strerror}", hint="choose another one with --port") from error
        except KeyboardInterrupt:
            server.shutdown(wait=True)


def _preview(folder: Path, options: Options, root: Path) -> Report:
    """Build into `root`; the pages differ from the published ones in their security policy alone."""
    built = pipeline.prepare(store.open_project(folder, options.config), replace(options, base_url=None))
    files = ((address, _POLICY.sub(b"", data)) for address, data in built.files())
    return pipeline.finish(built, files, root)


def watched(project: Project) -> Iterator[Path]:
    """Files and folders whose change asks for a rebuild: settings, content, and the project's own themes."""
    paths = project.config.paths.model_dump(exclude={"output"}).values()
    candidates = {project.root / relative for relative in (*paths, FILE_NAME, "themes")}
    return (path for path in sorted(candidates) if path.exists())


def _error_page(root: Path, code: int) -> bytes | None:
    page = root / f"{code}.html"
    return page.read_bytes() if page.is_file() else None
