"""`digest.toml`: defaults, and every fault at once with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import config
from digest.errors import ConfigError, Faults

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, text: str) -> config.Config:
    path = folder / "digest.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "") == config.Config()


def test_settings_are_read(tmp_path: Path) -> None:
    settings = load(
        tmp_path, '[site]\ntitle = "Der Kiebitz"\ntime_zone = "Europe/Berlin"\n[theme_options]\nwide = true\n'
    )
    assert settings.site.title == "Der Kiebitz"
    assert settings.theme_options == {"wide": True}


def test_a_base_url_ends_with_a_slash(tmp_path: Path) -> None:
    assert load(tmp_path, '[site]\nbase_url = "https://example.org/news"').site.base_url == "https://example.org/news/"


def test_all_faults_are_told_in_one_run_each_with_its_line(tmp_path: Path) -> None:
    text = '[site]\ntitel = "x"\nbase_url = "example.org"\ntime_zone = "Mars/Base"\n\n[summary]\nsentences = "many"\n'
    with pytest.raises(Faults) as caught:
        load(tmp_path, text)
    assert sorted(error.place for error in caught.value.errors) == [f"digest.toml:{line}" for line in (2, 3, 4, 7)]
    assert caught.value.exit_code == 2


def test_a_misspelt_setting_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        load(tmp_path, "[limits]\nsource_byte = 5\n")
    assert caught.value.errors[0].hint == "did you mean `source_bytes`?"


def test_a_misspelt_table_is_a_fault_too(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        load(tmp_path, "[sites]\n")
    assert (caught.value.errors[0].line, caught.value.errors[0].hint) == (1, "did you mean `site`?")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[site]\ntitle = Digest\n", "digest.toml:2:9"),
        ('[site]\ntitle = "x"\ntitle = "y"\n', "digest.toml:3:12"),
        ('[site]\ntitle = "never closed\n', "digest.toml:2:22"),
    ],
)
def test_what_is_no_toml_is_told_with_line_and_column(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert caught.value.place == place


def test_a_missing_file_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file") as caught:
        config.load(tmp_path / "digest.toml")
    assert "digest init" in (caught.value.hint or "")


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "/etc/localtime", "Europe"])
def test_a_time_zone_is_a_name_and_no_path(tmp_path: Path, zone: str) -> None:
    with pytest.raises(Faults):
        load(tmp_path, f'[site]\ntime_zone = "{zone}"\n')


@pytest.mark.parametrize("theme", ["../elsewhere", "/tmp/x", ""])  # noqa: S108 -- no file is made
def test_a_theme_is_a_name_and_no_path(tmp_path: Path, theme: str) -> None:
    with pytest.raises(Faults):
        load(tmp_path, f'[site]\ntheme = "{theme}"\n')
