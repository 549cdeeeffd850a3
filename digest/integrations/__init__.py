"""The digest inside other programs: an import-linter contract keeps everything else from depending on them."""
